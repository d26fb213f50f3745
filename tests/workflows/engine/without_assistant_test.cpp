#include "tests/support/call_script.hpp"

#include <string>

#include <gtest/gtest.h>

// Bridges, and runs in which no assistant is on the call: what is spoken, played, stopped and sent, in order.

namespace callwright::tests::without_assistant {
namespace {

using std::chrono::seconds;

constexpr std::string_view kConversation = "5f0a3f0e-0000-4000-8000-000000000001";

/// Ana and Ben in a sequence; `join` and `caller` are the escalation's maps.
std::string workflow(const std::string& join = "{}", const std::string& caller = "{}",
                     const std::string& if_fails = "{ escalate: human }") {
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant:
      id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11
      send_message_history_updates: true
      if_fails: )" +
         if_fails + R"(
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
      - on: participant.left
        do: [ { log: "the person has left" } ]
escalations:
  human:
    steps: [ { ring: [ana, ben], order: sequence } ]
    caller: )" +
         caller + R"(
    join: )" +
         join + "\n";
}

const std::string kHold = R"({ hold: { audio_url: "https://example.com/hold.mp3" } })";

CallScript with_failed_assistant(const std::string& yaml) {
  CallScript call(yaml);
  call.webhook("call.initiated", 0, {{"direction", "incoming"}});
  call.accept("answer");
  call.webhook("call.answered", 0);
  call.refuse("ai_assistant_start", "10015", 422);
  return call;
}

void speech_heard(CallScript& call, int leg) {
  call.accept("speak", leg);
  call.webhook("call.speak.ended", leg, {{"status", "completed"}});
}

void accept_key(CallScript& call, int leg) {
  if (call.open("dial", leg) != nullptr) call.accept("dial", leg);
  call.answer_as_human(leg);
  call.webhook("call.dtmf.received", leg, {{"digit", "1"}});
}

/// The operations sent on the caller's leg since `from`, in order.
std::string sent_to_caller(const CallScript& call, std::size_t from = 0) {
  std::string text;
  for (std::size_t i = from; i < call.intents.size(); ++i) {
    if (call.intents[i].leg == 0) text += (text.empty() ? "" : " ") + call.intents[i].operation;
  }
  return text;
}

TEST(WithoutAssistant, FailedStartEscalatesAndSpeaksByItself) {
  auto call = with_failed_assistant(workflow());
  EXPECT_EQ(call.state(), "escalating");
  EXPECT_NE(call.said("speak").find("Ringing Ana now."), std::string::npos);
  EXPECT_EQ(call.count("ai_assistant_add_messages"), 0);
}

TEST(WithoutAssistant, WaitingIsSpokenAtTheSilenceLimit) {
  auto call = with_failed_assistant(workflow());
  speech_heard(call, 0);
  call.pass(seconds{20});
  EXPECT_NE(call.said("speak").find("Still trying, please hold on."), std::string::npos);
}

TEST(WithoutAssistant, AcceptedIsSpokenAndTheBridgeFollowsItsEnd) {
  auto call = with_failed_assistant(workflow());
  speech_heard(call, 0);
  accept_key(call, 1);
  const auto from = call.intents.size();
  speech_heard(call, 1);  // the briefing
  EXPECT_EQ(sent_to_caller(call, from), "speak");
  EXPECT_NE(call.said("speak").find("Ana is joining now."), std::string::npos);
  EXPECT_EQ(call.count("bridge"), 0) << "not before the caller has heard it";
  speech_heard(call, 0);
  ASSERT_EQ(call.count("bridge"), 1);
  EXPECT_EQ(call.said("bridge"), R"({"call_control_id":"v3:leg-1","park_after_unbridge":"self"})"
                                 "\n");
  call.accept("bridge");
  EXPECT_EQ(call.state(), "joined");
  EXPECT_EQ(call.count("ai_assistant_stop"), 0);
}

TEST(WithoutAssistant, LostEndOfTheSpeechDelaysTheBridgeByAFewSecondsOnly) {
  auto call = with_failed_assistant(workflow());
  speech_heard(call, 0);
  accept_key(call, 1);
  speech_heard(call, 1);
  call.accept("speak", 0);
  call.pass(seconds{7});
  EXPECT_EQ(call.count("bridge"), 1);
}

TEST(WithoutAssistant, RefusedSpeechBridgesAtOnce) {
  auto call = with_failed_assistant(workflow());
  speech_heard(call, 0);
  accept_key(call, 1);
  speech_heard(call, 1);
  call.refuse("speak", "90034", 422, 0);
  EXPECT_EQ(call.count("bridge"), 1);
}

TEST(WithoutAssistant, HoldAudioPlaysBetweenTheTextsAndStopsBeforeTheBridge) {
  auto call = with_failed_assistant(workflow("{}", kHold));
  EXPECT_EQ(call.count("playback_start"), 0) << "the first text is being spoken";
  speech_heard(call, 0);
  ASSERT_EQ(call.count("playback_start"), 1);
  EXPECT_EQ(call.said("playback_start"), R"({"audio_url":"https://example.com/hold.mp3","loop":"infinity"})"
                                         "\n");
  call.accept("playback_start", 0);
  call.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  EXPECT_NE(call.open("speak", 0)->body.text().find(R"("stop":"all")"), std::string::npos)
      << "the next text cuts the audio";
  call.webhook("call.playback.ended", 0, {{"status", "cancelled"}});
  speech_heard(call, 0);
  EXPECT_EQ(call.count("playback_start"), 2);
  call.accept("playback_start", 0);
  accept_key(call, 2);
  speech_heard(call, 2);
  EXPECT_NE(call.open("speak", 0)->body.text().find(R"("stop":"all")"), std::string::npos);
  speech_heard(call, 0);
  EXPECT_EQ(call.count("bridge"), 1);
  EXPECT_EQ(call.count("playback_start"), 2) << "nothing plays into the bridge";
}

TEST(WithoutAssistant, HoldAudioIsStoppedBeforeABridgeThatNothingAnnounces) {
  auto call = with_failed_assistant(
      workflow("{}", R"({ accepted: "", hold: { audio_url: "https://e.com/a.mp3" } })"));
  speech_heard(call, 0);
  call.accept("playback_start", 0);
  accept_key(call, 1);
  const auto from = call.intents.size();
  speech_heard(call, 1);
  EXPECT_EQ(sent_to_caller(call, from), "playback_stop bridge");
}

TEST(WithoutAssistant, HoldAudioThatCannotBePlayedGivesWayToSpokenTexts) {
  for (const bool is_refused : {true, false}) {
    auto call = with_failed_assistant(workflow("{}", kHold));
    speech_heard(call, 0);
    if (is_refused) {
      call.refuse("playback_start", "10015", 422, 0);
    } else {
      call.accept("playback_start", 0);
      call.webhook("call.playback.ended", 0, {{"status", "file_not_found"}});
    }
    EXPECT_EQ(call.count("playback_start"), 1) << "no loop of attempts";
    call.pass(seconds{20});
    EXPECT_NE(call.said("speak").find("Still trying, please hold on."), std::string::npos);
  }
}

TEST(WithoutAssistant, NobodyIsThereAndTheCallEndsWithAGoodbye) {
  auto call = with_failed_assistant(workflow("{}", kHold));
  speech_heard(call, 0);
  call.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  call.accept("dial", 2);
  speech_heard(call, 0);
  call.webhook("call.hangup", 2, {{"hangup_cause", "timeout"}});
  EXPECT_EQ(call.state(), "ending");
  speech_heard(call, 0);
  EXPECT_NE(call.open("hangup", 0), nullptr);
}

TEST(Bridge, StopsTheAssistantSpeaksAndBridges) {
  CallScript call(workflow("{ mode: bridge }"));
  call.to_ringing();
  accept_key(call, 1);
  const auto from = call.intents.size();
  speech_heard(call, 1);
  speech_heard(call, 0);
  EXPECT_EQ(sent_to_caller(call, from), "ai_assistant_stop speak bridge");
  EXPECT_EQ(call.count("ai_assistant_join"), 0);
  call.accept("bridge");
  EXPECT_EQ(call.state(), "joined");
}

TEST(Bridge, RefusedRestartsTheAssistantAndRingsTheNext) {
  CallScript call(workflow("{ mode: bridge }"));
  call.to_ringing();
  accept_key(call, 1);
  speech_heard(call, 1);
  speech_heard(call, 0);
  call.accept("ai_assistant_stop");
  call.webhook("call.conversation.ended", 0, {{"conversation_id", kConversation}});
  call.refuse("bridge", "90099");
  EXPECT_EQ(call.outcome("ana"), "failed");
  EXPECT_EQ(call.call.attempts.back().person, "ben");
  EXPECT_EQ(call.count("ai_assistant_start"), 2);
  EXPECT_EQ(call.state(), "escalating");
}

TEST(Bridge, PersonWhoHangsUpWhileTheCallerIsToldIsReplacedByTheAssistant) {
  CallScript call(workflow("{ mode: bridge }"));
  call.to_ringing();
  accept_key(call, 1);
  speech_heard(call, 1);
  call.accept("speak", 0);
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.outcome("ana"), "abandoned");
  EXPECT_EQ(call.count("ai_assistant_start"), 2);
  call.webhook("call.speak.ended", 0, {{"status", "completed"}});
  EXPECT_EQ(call.count("bridge"), 0);
}

TEST(Bridge, EndOfTheConversationBeforeTheRestartIsNotTheEndOfTheNewOne) {
  for (const bool names_it : {true, false}) {
    CallScript call(workflow("{ mode: bridge }"));
    call.to_ringing();
    accept_key(call, 1);
    speech_heard(call, 1);
    call.accept("speak", 0);
    call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
    if (names_it) {
      call.webhook("call.conversation.ended", 0, {{"conversation_id", kConversation}});
    } else {
      call.webhook("call.conversation.ended", 0);
    }
    EXPECT_EQ(call.call.assistant, AssistantState::Starting) << names_it;
    EXPECT_EQ(call.state(), "escalating");
  }
}

TEST(Bridge, WhenTheHumanLeavesTheAssistantComesBackWithWhatWasSaid) {
  CallScript call(workflow("{ mode: bridge }"));
  call.to_ringing();
  auto said = call.event("call.ai_gather.message_history_updated", 0);
  said.payload = Json::trusted(
      R"({"message_history":[{"role":"system","content":"rules"},{"role":"user","content":"I feel dizzy"},)"
      R"({"role":"assistant","content":"I will get a nurse"}]})");
  call.deliver(said);
  accept_key(call, 1);
  speech_heard(call, 1);
  speech_heard(call, 0);
  call.accept("bridge");
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.state(), "conversing");
  ASSERT_EQ(call.count("ai_assistant_start"), 2);
  const auto body = JsonDocument::of(call.open("ai_assistant_start", 0)->body);
  EXPECT_EQ(body.root().at_path("message_history.0.content").str(), "I feel dizzy");
  EXPECT_EQ(body.root().at_path("message_history.1.content").str(), "I will get a nurse");
  EXPECT_EQ(body.root().at_path("message_history.2.role").str(), "system");
  EXPECT_NE(body.root().at_path("message_history.2.content").str().find("Ana"), std::string::npos);
  EXPECT_EQ(body.root()["greeting"].str(), "Ana has left the call. How can I help you further?");
  EXPECT_NE(call.log().find("the person has left"), std::string::npos);
}

TEST(Bridge, WhenTheHumanLeavesTheCallEndsIfItIsToEnd) {
  CallScript call(workflow("{ mode: bridge, after: hangup }"));
  call.to_ringing();
  accept_key(call, 1);
  speech_heard(call, 1);
  speech_heard(call, 0);
  call.accept("bridge");
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.state(), "ending");
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
  EXPECT_NE(call.log().find("the person has left"), std::string::npos) << "rules hear of it in any case";
}

TEST(Bridge, AssistantThatDoesNotComeBackEndsAsTheWorkflowSays) {
  CallScript call(workflow("{ mode: bridge }", "{}", "{ do: [ { goodbye: \"Sorry.\" } ] }"));
  call.to_ringing();
  accept_key(call, 1);
  speech_heard(call, 1);
  speech_heard(call, 0);
  call.accept("bridge");
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  call.refuse("ai_assistant_start", "10015");
  EXPECT_EQ(call.state(), "ending");
  EXPECT_NE(call.said("speak").find("Sorry."), std::string::npos);
}

}  // namespace
}  // namespace callwright::tests::without_assistant
