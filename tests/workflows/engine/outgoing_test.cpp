#include "workflows/engine/outgoing.hpp"

#include "tests/support/call_script.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::outgoing {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kBundle = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
workflows:
  calls:
    match: { direction: outgoing }
    outgoing: { from: "+13125550100", for: 20s KEYS }
    assistant: { id: assistant-1, greeting: "Hello ${vars.name}, ${caller.number}.", dynamic_variables: { name: nobody, tone: calm } }
    limits: { destinations: ["*"], duration: 5m }
    rules:
      - { on: tool.escalate_to_human, do: [ { escalate: human } ] }
      - { on: call.initiated, do: [ { escalate: human } ] }
      - { on: call.settled, do: [ { log: "ended as ${call.outcome}" } ] }
escalations:
  human: { steps: [ { ring: [ana] } ] }
)";

CallScript with(const std::string& keys) {
  std::string yaml(kBundle);
  yaml.replace(yaml.find(" KEYS"), 5, keys.empty() ? "" : ", " + keys);
  return CallScript(yaml);
}

input::StartRequested wanted(std::string to = "+13125550199") {
  return {.request = 7,
          .workflow = "calls",
          .from = "+13125550100",
          .to = std::move(to),
          .order = {.key = "order-1",
                    .digest = "digest",
                    .assistant = {},
                    .variables = Json::trusted(R"({"name":"Ada","visits":3})")},
          .by = "api"};
}

CallScript started(const std::string& keys = "", input::StartRequested start = wanted()) {
  auto call = with(keys);
  call.apply(Input{.at = call.now, .what = std::move(start)});
  return call;
}

CallScript ringing(const std::string& keys = "") {
  auto call = started(keys);
  call.accept("dial");
  return call;
}

CallScript answered(const std::string& keys = "") {
  auto call = ringing(keys);
  call.webhook("call.answered", 0);
  return call;
}

void verdict(CallScript& call, std::string_view result) {
  call.webhook("call.machine.premium.detection.ended", 0, {{"result", result}});
}

CallScript talking(const std::string& keys = "") {
  auto call = answered(keys);
  verdict(call, "human_residence");
  call.accept("ai_assistant_start");
  return call;
}

void hangup(CallScript& call, std::string_view cause) {
  call.webhook("call.hangup", 0, {{"hangup_cause", cause}});
}

const std::string kMessage = R"(voicemail: { leave_message: "Call ${call.from}.", wait: 10s })";

TEST(Outgoing, TheNumberIsClaimedAndDialledInTheStepThatAnswers) {
  const auto call = started();
  const auto& step = call.steps.back();
  EXPECT_THAT(step.claims, ElementsAre("+13125550199"));
  EXPECT_THAT(step.keys, ElementsAre("start:order-1"));
  ASSERT_EQ(step.answers.size(), 1U);
  EXPECT_EQ(step.answers[0].request, 7U);
  EXPECT_EQ(step.answers[0].status, 202);
  EXPECT_EQ(step.answers[0].body.text(), R"({"id":"call_test","state":"arriving"})");
  EXPECT_EQ(call.records.front().kind, "start");
  EXPECT_EQ(call.open("dial")->leg, 0);
  EXPECT_EQ(
      call.said("dial"),
      R"({"to":"+13125550199","from":"+13125550100","timeout_secs":20,"retry_on_timeout":false,"time_limit_secs":360,)"
      R"("answering_machine_detection":"premium","answering_machine_detection_config":{"total_analysis_time_millis":3000}})"
      "\n");
}

struct Detection {
  std::string name;
  std::string keys;
  std::string to;
  std::string mode;  ///< as Telnyx is asked; empty: none
};
class WhatIsDetected : public ::testing::TestWithParam<Detection> {};

TEST_P(WhatIsDetected, IsAskedOfDial) {
  const auto call = started(GetParam().keys, wanted(GetParam().to));
  if (GetParam().mode.empty()) {
    EXPECT_THAT(call.said("dial"), Not(HasSubstr("answering_machine_detection")));
  } else {
    EXPECT_THAT(call.said("dial"), HasSubstr(R"("answering_machine_detection":")" + GetParam().mode + '"'));
  }
}
INSTANTIATE_TEST_SUITE_P(
    Outgoing, WhatIsDetected,
    ::testing::Values(Detection{"Detect", "machine_detection: detect", "+13125550199", "detect"},
                      Detection{"TheGreetingToo", "machine_detection: detect, " + kMessage, "+13125550199",
                                "greeting_end"},
                      Detection{"Premium", kMessage, "+13125550199", "premium"},
                      Detection{"None", "machine_detection: none", "+13125550199", ""},
                      Detection{"NothingAtASipAddress", "", "sip:desk@example.com", ""}),
    [](const auto& one) { return one.param.name; });

TEST(Outgoing, AHumanVerdictStartsTheAssistantWithTheVariablesOfTheCall) {
  auto call = answered();
  EXPECT_EQ(call.state(), "answering");
  EXPECT_EQ(call.count("ai_assistant_start"), 0);
  verdict(call, "human_residence");
  EXPECT_EQ(call.state(), "starting");
  EXPECT_EQ(call.said("ai_assistant_start"),
            R"({"assistant":{"greeting":"Hello Ada, +13125550199.","id":"assistant-1","dynamic_variables":)"
            R"({"tone":"calm","name":"Ada","visits":3,"callwright_call":"call_test.token"}}})"
            "\n");
  call.accept("ai_assistant_start");
  EXPECT_EQ(call.state(), "conversing");
}

TEST(Outgoing, AnotherAssistantTakesThePlaceOfTheWorkflows) {
  auto start = wanted();
  start.order.assistant = "assistant-2";
  auto call = started("", start);
  call.webhook("call.answered", 0);
  verdict(call, "human_residence");
  EXPECT_THAT(call.said("ai_assistant_start"), HasSubstr(R"("id":"assistant-2")"));
}

TEST(Outgoing, WithoutAVerdictItStartsThreeAndAHalfSecondsAfterTheAnswer) {
  auto call = answered();
  call.pass(milliseconds{3400});
  EXPECT_EQ(call.count("ai_assistant_start"), 0);
  call.pass(milliseconds{200});
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
  verdict(call, "human_residence");
  EXPECT_EQ(call.count("ai_assistant_start"), 1) << "a verdict that comes late starts nothing twice";
}

TEST(Outgoing, ItStartsAtTheAnswerWhereTheWorkflowSaysSo) {
  EXPECT_EQ(answered("start_on: answered").count("ai_assistant_start"), 1);
  EXPECT_EQ(answered("machine_detection: none").count("ai_assistant_start"), 1);
}

TEST(Outgoing, AVerdictSaysThatSomebodyHasAnsweredEvenIfThatEventNeverComes) {
  auto call = ringing();
  verdict(call, "human_residence");
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
  call.webhook("call.answered", 0);
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
}

TEST(Outgoing, TheAnswerBeforeTheReplyOfDialIsTheSame) {
  auto call = started();
  call.webhook("call.answered", 0);
  verdict(call, "human_residence");
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
  call.accept("dial");
  EXPECT_EQ(call.state(), "starting");
}

struct Unanswered {
  std::string cause;
  std::string outcome;
};
class OutcomeOfRinging : public ::testing::TestWithParam<Unanswered> {};

TEST_P(OutcomeOfRinging, FollowsFromTelnyxsCauseAndFreesTheNumber) {
  auto call = ringing();
  hangup(call, GetParam().cause);
  EXPECT_EQ(call.state(), "settled");
  EXPECT_EQ(call.call.outcome, GetParam().outcome);
  EXPECT_THAT(call.steps.back().releases, ElementsAre("+13125550199"));
  EXPECT_THAT(call.log(), HasSubstr("ended as " + GetParam().outcome));
  EXPECT_EQ(call.count("ai_assistant_start"), 0);
}
INSTANTIATE_TEST_SUITE_P(
    Outgoing, OutcomeOfRinging,
    ::testing::Values(Unanswered{"user_busy", "busy"}, Unanswered{"call_rejected", "rejected"},
                      Unanswered{"no_answer", "no_answer"}, Unanswered{"timeout", "no_answer"},
                      Unanswered{"not_found", "failed"}, Unanswered{"unspecified", "failed"}),
    [](const auto& one) { return one.param.cause; });

TEST(Outgoing, RingingThatTelnyxDoesNotEndIsAskedForAndEndedByUs) {
  auto call = ringing();
  call.pass(seconds{23});
  EXPECT_EQ(call.count("hangup"), 0) << "first it is asked what has become of the leg";
  EXPECT_EQ(call.count("retrieve_call_status") + call.count("list_call_events"), 1);
  call.pass(seconds{4});
  EXPECT_EQ(call.count("hangup"), 1);
  hangup(call, "originator_cancel");
  EXPECT_EQ(call.call.outcome, "no_answer");
}

TEST(Outgoing, ARefusedDialIsTheCallsFailureInTelnyxsWords) {
  auto call = started();
  call.refuse("dial", "10016");
  EXPECT_EQ(call.state(), "settled");
  EXPECT_EQ(call.call.outcome, "failed");
  EXPECT_EQ(call.call.failure, "10016");
  EXPECT_THAT(call.steps.back().releases, ElementsAre("+13125550199"));
  EXPECT_TRUE(is_closed(call.call));
}

TEST(Outgoing, WithoutAFreeChannelItIsNotTriedAgain) {
  auto call = started();
  call.refuse("dial", "90041");
  EXPECT_EQ(call.call.outcome, "no_capacity");
  EXPECT_EQ(call.count("dial"), 1);
}

TEST(Outgoing, ADialWhoseAnswerIsLostIsFoundByWhatTelnyxLists) {
  auto call = started();
  call.lose("dial");
  ASSERT_NE(call.open("list_active_calls"), nullptr);
  call.answer("list_active_calls",
              R"({"call_control_id":"v3:leg-0","call_leg_id":"l","call_session_id":"s"})");
  EXPECT_EQ(call.call.legs[0].state, LegState::Ringing);
  call.webhook("call.answered", 0);
  verdict(call, "human_residence");
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
  EXPECT_EQ(call.count("dial"), 1);
}

TEST(Outgoing, ADialThatTelnyxDoesNotListIsUnknownAndNeverMadeAgain) {
  auto call = started();
  call.lose("dial");
  call.answer("list_active_calls", "null");
  EXPECT_EQ(call.state(), "ending");
  EXPECT_TRUE(call.steps.back().releases.empty()) << "the phone may ring: nobody else may dial it";
  call.pass(seconds{200});
  while (call.open("list_active_calls") != nullptr) call.answer("list_active_calls", "null");
  call.pass(seconds{41});
  while (call.open("list_active_calls") != nullptr) call.answer("list_active_calls", "null");
  EXPECT_EQ(call.state(), "settled") << call.log();
  EXPECT_EQ(call.call.outcome, "unknown");
  EXPECT_EQ(call.count("dial"), 1);
}

TEST(Outgoing, AnUnknownLegThatTurnsUpIsHungUp) {
  auto call = started();
  call.lose("dial");
  call.answer("list_active_calls", "null");
  call.webhook("call.answered", 0);
  EXPECT_EQ(call.count("hangup"), 1);
  EXPECT_EQ(call.count("ai_assistant_start"), 0);
}

TEST(Outgoing, ADialThatIsHeldBackForTooLongIsTakenBack) {
  auto call = started();
  call.pass(seconds{111});
  ASSERT_NE(call.open("dial"), nullptr);
  EXPECT_TRUE(call.open("dial")->withdrawn);
  EXPECT_EQ(call.state(), "ending");
  call.apply(Input{.at = call.now,
                   .what = input::Replied{call.open("dial")->number, Reply{.kind = Reply::Kind::Withdrawn}}});
  EXPECT_EQ(call.call.outcome, "no_capacity");
  EXPECT_EQ(call.state(), "settled");
}

TEST(Outgoing, AnOperatorHangsUpBeforeTheLegIsKnown) {
  auto call = started();
  EXPECT_EQ(call.operate("hangup").status, 200);
  EXPECT_EQ(call.count("hangup"), 0);
  call.accept("dial");
  EXPECT_EQ(call.count("hangup"), 1);
  hangup(call, "originator_cancel");
  EXPECT_EQ(call.call.outcome, "cancelled");
}

TEST(Outgoing, NobodyIsRungForSomebodyWhoHasNotAnswered) {
  auto call = ringing();
  call.webhook("call.initiated", 0, {{"direction", "outgoing"}});
  EXPECT_TRUE(call.call.runs.empty());
  EXPECT_THAT(call.log(), HasSubstr("nobody has answered yet"));
  EXPECT_EQ(call.operate("escalate", R"({"to":"human"})").status, 409);
  EXPECT_EQ(call.count("dial"), 1);
}

TEST(Outgoing, WhoeverHangsUpBeforeAnythingBeginsIsGone) {
  auto call = answered();
  hangup(call, "normal_clearing");
  EXPECT_EQ(call.call.outcome, "caller_gone");
  EXPECT_EQ(call.state(), "settled");
}

TEST(Outgoing, TheTimeOfACallCountsFromItsAnswer) {
  auto call = ringing();
  call.pass(seconds{19});
  call.webhook("call.answered", 0);
  verdict(call, "human_residence");
  call.accept("ai_assistant_start");
  call.pass(minutes{5} - seconds{1});
  EXPECT_EQ(call.state(), "conversing");
  call.pass(seconds{2});
  EXPECT_EQ(call.state(), "ending");
}

TEST(Outgoing, APersonWhoIsRungSeesOurNumberAndIsJoined) {
  auto call = talking();
  call.webhook("call.conversation.created", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  call.tool("escalate_to_human");
  EXPECT_THAT(call.open("dial")->body.text(), HasSubstr(R"("to":"+13125550111","from":"+13125550100")"));
  call.accept("dial");
  call.answer_as_human(1);
  call.to_joined(1);
  EXPECT_EQ(call.state(), "joined");
  EXPECT_THAT(call.said("speak"), HasSubstr("+13125550199 needs you")) << "the briefing names the other side";
  verdict(call, "machine");
  EXPECT_EQ(call.state(), "joined") << "whoever talks to a person is one";
}

TEST(Outgoing, AnAssistantThatDoesNotStartIsFollowedByWords) {
  auto call = answered();
  verdict(call, "human_residence");
  call.refuse("ai_assistant_start", "10015");
  EXPECT_THAT(call.said("speak"), HasSubstr("I am sorry"));
}

TEST(Voicemail, IsHungUpAtItsVerdictAndHearsNothing) {
  auto call = answered();
  verdict(call, "machine");
  EXPECT_EQ(call.count("hangup"), 1);
  EXPECT_EQ(call.count("ai_assistant_start") + call.count("speak"), 0);
  hangup(call, "normal_clearing");
  EXPECT_EQ(call.call.outcome, "machine");
}

TEST(Voicemail, IsTalkedToWhereTheWorkflowSaysSo) {
  auto call = answered("voicemail: talk");
  verdict(call, "machine");
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
  EXPECT_EQ(call.count("hangup"), 0);
}

TEST(Voicemail, HearsTheMessageOnceWhenItsGreetingHasEnded) {
  auto call = answered(kMessage);
  verdict(call, "machine");
  EXPECT_EQ(call.count("speak"), 0);
  call.webhook("call.machine.premium.greeting.ended", 0, {{"result", "beep_detected"}});
  EXPECT_THAT(call.said("speak"), HasSubstr(R"("payload":"Call +13125550100.")"));
  call.webhook("call.machine.premium.greeting.ended", 0, {{"result", "no_beep_detected"}});
  call.accept("speak");
  EXPECT_EQ(call.count("hangup"), 0);
  call.webhook("call.speak.ended", 0, {{"status", "completed"}});
  EXPECT_EQ(call.count("speak"), 1);
  EXPECT_EQ(call.count("hangup"), 1);
  hangup(call, "normal_clearing");
  EXPECT_EQ(call.call.outcome, "machine");
}

TEST(Voicemail, WhoseGreetingDoesNotEndHearsTheMessageAllTheSame) {
  auto call = answered(kMessage);
  verdict(call, "machine");
  call.pass(seconds{9});
  EXPECT_EQ(call.count("speak"), 0);
  call.pass(seconds{2});
  EXPECT_EQ(call.count("speak"), 1);
  call.pass(seconds{30});
  EXPECT_EQ(call.count("speak"), 1);
  EXPECT_GE(call.count("hangup"), 1) << "the end of the speech was not told";
}

TEST(Voicemail, ABeepBeforeTheVerdictIsOne) {
  auto call = answered(kMessage);
  call.webhook("call.machine.premium.greeting.ended", 0, {{"result", "beep_detected"}});
  EXPECT_EQ(call.count("speak"), 1);
}

TEST(Voicemail, AGreetingThatEndedBeforeTheVerdictIsNotWaitedFor) {
  auto call = answered("machine_detection: detect, " + kMessage);
  call.webhook("call.machine.greeting.ended", 0, {{"result", "ended"}});
  EXPECT_EQ(call.count("speak"), 0);
  call.webhook("call.machine.detection.ended", 0, {{"result", "machine"}});
  EXPECT_EQ(call.count("speak"), 1);
}

TEST(Voicemail, ThatComesToLightLateStopsTheAssistantFirst) {
  auto call = talking(kMessage);
  call.tool("escalate_to_human");
  call.accept("dial");
  verdict(call, "machine");
  EXPECT_EQ(call.count("ai_assistant_stop"), 1);
  EXPECT_EQ(call.outcome("ana"), "cancelled") << "nobody is rung for a machine";
  call.webhook("call.machine.premium.greeting.ended", 0, {{"result", "beep_detected"}});
  EXPECT_THAT(call.said("speak"), HasSubstr("Call +13125550100."));
  EXPECT_EQ(call.tool("escalate_to_human", R"({"reason":"x"})").body.text(),
            R"({"status":"ended","say":"The caller has hung up."})");
}

TEST(Voicemail, AnAssistantThatIsStillBeingStartedIsTakenBack) {
  auto call = answered("start_on: answered, " + kMessage);
  verdict(call, "machine");
  EXPECT_TRUE(call.open("ai_assistant_start")->withdrawn);
  EXPECT_EQ(call.count("ai_assistant_stop"), 1);
  call.accept("ai_assistant_start");
  EXPECT_EQ(call.state(), "ending");
}

TEST(Voicemail, AMessageThatTelnyxDoesNotSpeakEndsTheCall) {
  auto call = answered(kMessage);
  verdict(call, "machine");
  call.webhook("call.machine.premium.greeting.ended", 0, {{"result", "beep_detected"}});
  call.refuse("speak", "10015");
  EXPECT_EQ(call.count("hangup"), 1);
}

TEST(Outgoing, TheSameRequestOnceMoreIsAnsweredWithTheCallAndAnotherIsRefused) {
  const auto call = talking();
  const auto same = engine::answer_to_repetition(call.call, wanted());
  EXPECT_EQ(same.status, 200);
  EXPECT_EQ(same.body.text(), R"({"id":"call_test","state":"conversing"})");
  auto other = wanted();
  other.order.digest = "another";
  EXPECT_EQ(engine::answer_to_repetition(call.call, other).status, 422);
}

TEST(Outgoing, AskedForAgainBeforeTheFirstCommitIsOneDial) {
  auto call = started();
  call.apply(Input{.at = call.now, .what = wanted()});
  EXPECT_EQ(call.steps.back().answers.at(0).status, 200);
  EXPECT_TRUE(call.steps.back().claims.empty());
  EXPECT_EQ(call.count("dial"), 1);
}

}  // namespace
}  // namespace callwright::tests::outgoing
