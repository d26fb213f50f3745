#include "tests/support/call_script.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

// What the lists of a workflow do: every Call Control command, what they wait for, and what stops them.

namespace callwright::tests::actions {
namespace {

using std::chrono::seconds;

/// A rule on tool.go with this list, then `log: after`.
std::string going(const std::string& actions, const std::string& rules = "") {
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    rules:
)" + rules +
         "      - on: tool.go\n        do: [ " + actions + R"(, { log: "after" } ]
escalations:
  human: { steps: [ { ring: [ana] } ] }
)";
}

CallScript gone(const std::string& actions, const std::string& rules = "") {
  CallScript call(going(actions, rules));
  call.to_conversing();
  call.tool("go", R"({"text":"hello","n":3})");
  return call;
}

bool is_logged(const CallScript& call, std::string_view text = "after") {
  return call.log().find("{\"log\":\"" + std::string(text) + "\"}") != std::string::npos;
}

/// A body for every command, as short as Telnyx takes it.
const std::map<std::string, std::string>& bodies() {
  static const std::map<std::string, std::string> all = {
      {"reject", "{ cause: USER_BUSY }"},
      {"ai_assistant_stop", "{}"},
      {"ai_assistant_join", R"({ conversation_id: c, participant: { id: "v3:x", role: user } })"},
      {"ai_assistant_add_messages", "{ messages: [ { role: system, content: hello } ] }"},
      {"transfer", "{ person: ana }"},
      {"bridge", R"({ call_control_id: "v3:x" })"},
      {"refer", R"({ sip_address: "sip:ana@example.com" })"},
      {"speak", "{ payload: hello }"},
      {"playback_start", R"({ audio_url: "https://example.com/a.mp3" })"},
      {"playback_stop", "{}"},
      {"gather", "{}"},
      {"gather_stop", "{}"},
      {"gather_using_speak", "{ payload: hello }"},
      {"gather_using_audio", R"({ audio_url: "https://example.com/a.mp3" })"},
      {"gather_using_ai", "{ parameters: { type: object } }"},
      {"send_dtmf", R"({ digits: "1" })"},
      {"send_sip_info", "{ content_type: text/plain, body: hello }"},
      {"record_start", "{ channels: dual, format: mp3 }"},
      {"record_stop", "{}"},
      {"record_pause", "{}"},
      {"record_resume", "{}"},
      {"transcription_start", "{}"},
      {"transcription_stop", "{}"},
      {"enqueue", "{ queue_name: support }"},
      {"leave_queue", "{}"},
      {"switch_supervisor_role", "{ role: whisper }"},
      {"suppression_start", "{}"},
      {"suppression_stop", "{}"},
      {"conversation_relay_start", R"({ url: "wss://example.com/relay" })"},
      {"conversation_relay_stop", "{}"},
      {"streaming_start", R"({ stream_url: "wss://example.com/stream" })"},
      {"streaming_stop", "{}"},
  };
  return all;
}

/// These have nothing left to do in a call that talks with its assistant, or are not for workflows.
bool is_tested_elsewhere(std::string_view operation) {
  return operation == "answer" || operation == "ai_assistant_start" || operation == "hangup" ||
         operation == "client_state_update" || operation == "dial";
}

TEST(Actions, EveryCallControlCommandIsSentAndItsEffectAwaited) {
  for (const auto& operation : Catalogue::get().operations()) {
    if (!operation.is_call_command() || is_tested_elsewhere(operation.name)) continue;
    const auto body = bodies().find(operation.name);
    ASSERT_NE(body, bodies().end()) << "no case for " << operation.name;
    auto call = gone("{ " + operation.name + ": " + body->second + " }");
    ASSERT_NE(call.open(operation.name, 0), nullptr) << operation.name;
    EXPECT_FALSE(is_logged(call)) << operation.name << " is waited for";
    call.accept(operation.name, 0);
    EXPECT_EQ(is_logged(call), operation.effect.empty()) << operation.name;
    // A call.bridged that nobody here asked for by bridge is a transfer, after which nothing more is done.
    if (operation.effect.empty() || operation.effect == "call.bridged" || operation.effect == "call.hangup")
      continue;
    call.webhook(operation.effect, 0);
    EXPECT_TRUE(is_logged(call)) << operation.name << " is done by " << operation.effect;
  }
}

TEST(Actions, EffectThatIsNotReportedIsWaitedForOnlySoLong) {
  for (const auto& operation : Catalogue::get().operations()) {
    if (!operation.is_call_command() || is_tested_elsewhere(operation.name) || operation.effect.empty())
      continue;
    auto call = gone("{ " + operation.name + ": " + bodies().at(operation.name) + " }");
    call.accept(operation.name, 0);
    call.pass(operation.effect_timeout - seconds{1});
    EXPECT_FALSE(is_logged(call)) << operation.name;
    call.pass(seconds{1});
    EXPECT_TRUE(is_logged(call)) << operation.name;
  }
}

TEST(Actions, LongTextIsWaitedForAsLongAsItIsSpoken) {
  auto call = gone("{ speak: { payload: \"" + std::string(2900, 'a') + "\" } }");
  call.accept("speak", 0);
  call.pass(seconds{120});
  EXPECT_FALSE(is_logged(call));
}

TEST(Actions, EndlessPlaybackCountsWhenItIsAccepted) {
  auto call = gone(R"({ playback_start: { audio_url: "https://example.com/a.mp3", loop: infinity } })");
  EXPECT_FALSE(is_logged(call));
  call.accept("playback_start", 0);
  EXPECT_TRUE(is_logged(call));
}

TEST(Actions, FailureStopsTheListUnlessItMayGoOn) {
  for (const bool goes_on : {false, true}) {
    auto call =
        gone(std::string(R"({ send_dtmf: { digits: "1" })") + (goes_on ? ", on_error: continue }" : " }"));
    call.refuse("send_dtmf", "10015", 422, 0);
    EXPECT_EQ(is_logged(call), goes_on);
    EXPECT_EQ(call.log().find("actions_stopped") == std::string::npos, goes_on);
    EXPECT_NE(call.log().find(R"("code":"10015")"), std::string::npos) << "the log says what failed";
  }
}

TEST(Actions, NoWaitGoesOnAtOnce) {
  auto call = gone(R"({ speak: { payload: hello }, no_wait: true })");
  EXPECT_TRUE(is_logged(call));
  EXPECT_NE(call.open("speak", 0), nullptr);
}

TEST(Actions, EndOfTheLegFailsWhatIsPending) {
  auto call = gone(R"({ speak: { payload: hello } }, { send_dtmf: { digits: "1" } })");
  call.accept("speak", 0);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.count("send_dtmf"), 0) << "there is no leg to send it on";
  EXPECT_TRUE(call.call.lists.empty());
}

TEST(Actions, ListsOfDifferentEventsRunSideBySideAndOfOneEventOneAfterAnother) {
  const std::string rules = R"(      - on: tool.go
        do: [ { send_dtmf: { digits: "1" } }, { log: "first" } ]
      - on: tool.other
        do: [ { log: "beside" } ]
)";
  auto call = gone(R"({ log: "second" })", rules);
  call.tool("other");
  EXPECT_TRUE(is_logged(call, "beside")) << "the list of another event does not wait";
  call.accept("send_dtmf", 0);
  EXPECT_TRUE(is_logged(call, "first"));
  EXPECT_LT(call.log().find("\"log\":\"first\""), call.log().find("\"log\":\"second\""));
}

TEST(Actions, ConditionsAreJudgedOnTheCallAsItWasBeforeTheEvent) {
  const std::string rules = R"(      - on: tool.go
        do: [ { set: { seen: "yes" } } ]
      - on: tool.go
        if: { vars.seen: { exists: true } }
        do: [ { log: "too early" } ]
)";
  auto call = gone(R"({ log: "x" })", rules);
  EXPECT_FALSE(is_logged(call, "too early"));
  call.tool("go", R"({"again":true})");
  EXPECT_TRUE(is_logged(call, "too early"));
}

TEST(Actions, ValuesOfTheToolReachTextsAndVariables) {
  auto call =
      gone(R"({ set: { what: "${event.arguments.text}" } }, { log: "${vars.what} ${event.arguments.n}" })");
  EXPECT_TRUE(is_logged(call, "hello 3"));
}

TEST(Actions, TextFromOutsideIsNeverEvaluated) {
  CallScript call(going(R"({ log: "${event.arguments.text}" })"));
  call.to_conversing();
  call.tool("go", R"({"text":"${caller.number}"})");
  EXPECT_TRUE(is_logged(call, "${caller.number}"));
}

TEST(Actions, ReplyIsTheAnswerOfTheTool) {
  CallScript call(going(R"({ reply: { status: booked, say: "Booked ${event.arguments.text}." } })"));
  call.to_conversing();
  EXPECT_EQ(call.tool("go", R"({"text":"Monday"})").body.text(),
            R"({"status":"booked","say":"Booked Monday."})");
}

TEST(Actions, LegsOfACommand) {
  const std::string rules = R"(      - on: participant.joined
        do: [ { send_dtmf: { digits: "7" }, leg: winner }, { send_dtmf: { digits: "8" }, leg: ana } ]
      - { on: call.dtmf.received, leg: ana, do: [ { log: "${person.name} pressed" }, { send_dtmf: { digits: "9" }, leg: event } ] }
)";
  CallScript call(going(R"({ escalate: human })", rules));
  call.to_conversing();
  call.tool("go");
  call.accept("dial", 1);
  call.answer_as_human(1);
  call.webhook("call.dtmf.received", 1, {{"digit", "1"}});
  EXPECT_TRUE(is_logged(call, "Ana pressed"));
  ASSERT_NE(call.open("send_dtmf", 1), nullptr);
  EXPECT_EQ(call.open("send_dtmf", 1)->body.text(), R"({"digits":"9"})");
  call.accept("send_dtmf", 1);
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  call.accept("ai_assistant_join", 1);
  call.accept("send_dtmf", 1);
  call.accept("send_dtmf", 1);
  EXPECT_EQ(call.said("send_dtmf"), "{\"digits\":\"9\"}\n{\"digits\":\"7\"}\n{\"digits\":\"8\"}\n");
}

TEST(Actions, AssistantThatTheWorkflowStopsDoesNotEndTheCallBeforeTheListIsOver) {
  auto call = gone(R"({ ai_assistant_stop: {} }, { speak: { payload: "One moment." } })");
  call.accept("ai_assistant_stop", 0);
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  EXPECT_EQ(call.state(), "conversing");
  call.accept("speak", 0);
  call.webhook("call.speak.ended", 0, {{"status", "completed"}});
  EXPECT_EQ(call.state(), "ending") << "and then nothing speaks to the caller any more";
}

TEST(Actions, CallerWhoIsGivenToSomethingElseIsNotSaidGoodbyeTo) {
  struct Case {
    const char* begins;
    const char* body;
    const char* effect;  // to be reported first; empty: none
    const char* ended;   // event that ends it; empty: a command does
    const char* ends;
  };
  for (const auto& [begins, body, effect, ended, ends] :
       {Case{"playback_start", R"({ audio_url: "https://example.com/a.mp3", loop: infinity })", "",
             "call.playback.ended", ""},
        Case{"enqueue", "{ queue_name: support }", "call.enqueued", "call.dequeued", ""},
        Case{"streaming_start", R"({ stream_url: "wss://example.com/s" })", "streaming.started",
             "streaming.stopped", ""},
        Case{"conversation_relay_start", R"({ url: "wss://example.com/relay" })", "", "",
             "conversation_relay_stop"}}) {
    const std::string rules = std::string("      - { on: tool.back, do: [ { ") +
                              (*ends == '\0' ? "log: \"back\"" : std::string(ends) + ": {}") + " } ] }\n";
    auto call = gone(std::string("{ ai_assistant_stop: {} }, { ") + begins + ": " + body + " }", rules);
    call.accept("ai_assistant_stop", 0);
    call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
    call.accept(begins, 0);
    if (*effect != '\0') call.webhook(effect, 0);
    EXPECT_EQ(call.state(), "conversing") << begins;
    if (*ended != '\0') {
      call.webhook(ended, 0);
    } else {
      call.tool("back");
      call.accept(ends, 0);
    }
    EXPECT_EQ(call.state(), "ending") << begins << " is over and nothing speaks to the caller";
  }
}

TEST(Actions, EscalationsAndTheirRulesFollowEachOther) {
  const std::string rules =
      R"(      - { on: escalation.started, do: [ { log: "started ${run.escalation}" } ] }
      - { on: escalation.joined, do: [ { log: "joined ${winner.name}" } ] }
      - { on: escalation.exhausted, do: [ { log: "exhausted" } ] }
      - { on: escalation.cancelled, do: [ { log: "cancelled" } ] }
      - { on: tool.stop, do: [ cancel_escalation ] }
)";
  auto call = gone(R"({ escalate: { to: human, reason: "pain" } })", rules);
  EXPECT_TRUE(is_logged(call, "started human"));
  call.tool("stop");
  EXPECT_TRUE(is_logged(call, "cancelled"));
  call.accept("dial", 1);
  call.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  call.tool("go", R"({"again":1})");
  call.accept("dial", 2);
  call.webhook("call.hangup", 2, {{"hangup_cause", "timeout"}});
  EXPECT_TRUE(is_logged(call, "exhausted"));
}

TEST(Actions, RulesOfOperatorsTimersAndTheEnd) {
  const std::string rules = R"(      - { on: operator.note, do: [ { log: "noted ${event.text}" } ] }
      - { on: timer.late, do: [ { log: "late" } ] }
      - { on: call.settled, do: [ { log: "settled ${call.outcome}" } ] }
)";
  auto call = gone(R"({ timer: { name: late, after: 30s } })", rules);
  call.operate("note", R"({"text":"VIP"})");
  EXPECT_TRUE(is_logged(call, "noted VIP"));
  call.pass(seconds{30});
  EXPECT_TRUE(is_logged(call, "late"));
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.pass(seconds{600});
  EXPECT_EQ(call.state(), "settled");
  EXPECT_TRUE(is_logged(call, "settled assistant")) << call.log();
}

}  // namespace
}  // namespace callwright::tests::actions
