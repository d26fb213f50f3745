#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"

#include <functional>

#include <gtest/gtest.h>

namespace callwright::tests::after_window {
namespace {

using std::chrono::seconds;

std::string healed(const CallScript& call) {
  std::string text;
  for (const auto& record : call.records) {
    if (record.kind == "healed") text += record.data.text() + "\n";
  }
  return text;
}

CallScript ringing_unseen() {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.tool("escalate_to_human");
  call.refuse("dial", "10016", 422, 2);
  call.lose("dial", 1);
  return call;
}

constexpr std::string_view kLegOne = R"({"call_control_id":"v3:leg-1","call_leg_id":"leg-1"})";

/// What happens when the outcome of a command stays unknown for the whole window.
struct Case {
  const char* name;
  std::string_view operation;
  std::function<void(CallScript&)> until;  ///< the command is open
  int sent;                                ///< intents of that operation, when its outcome is lost
};

class AfterTheWindow : public ::testing::TestWithParam<Case> {};

TEST_P(AfterTheWindow, EachKindOfCommandIsSentAgainOrNotAsItCanBeWithoutHarm) {
  CallScript call(kTwoPeople);
  GetParam().until(call);
  ASSERT_NE(call.open(GetParam().operation), nullptr) << call.log();
  call.lose(GetParam().operation);
  EXPECT_EQ(call.count(GetParam().operation), GetParam().sent) << call.log();
}

void ring_in(CallScript& call) { call.webhook("call.initiated", 0, {{"direction", "incoming"}}); }
void start(CallScript& call) {
  ring_in(call);
  call.accept("answer");
  call.webhook("call.answered", 0);
}
void brief(CallScript& call) {
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
}
void join(CallScript& call) {
  brief(call);
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
}
void stop_the_assistant(CallScript& call) {
  join(call);
  call.refuse("ai_assistant_join", "10027", 422, 1);
}
void stop_the_gather(CallScript& call) {
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
}
void ask_for_a_key(CallScript& call) {
  call.to_ringing();
  call.webhook("call.answered", 1);
  call.webhook("call.machine.premium.detection.ended", 1, {{"result", "human"}});
}
void bridge(CallScript& call) {
  stop_the_assistant(call);
  call.accept("ai_assistant_stop");
}

INSTANTIATE_TEST_SUITE_P(Engine, AfterTheWindow,
                         ::testing::Values(Case{"Answer", "answer", ring_in, 2},
                                           Case{"AssistantStart", "ai_assistant_start", start, 2},
                                           Case{"AssistantStop", "ai_assistant_stop", stop_the_assistant, 2},
                                           Case{"GatherStop", "gather_stop", stop_the_gather, 2},
                                           Case{"Join", "ai_assistant_join", join, 2},
                                           Case{"Bridge", "bridge", bridge, 2},
                                           Case{"Dial", "dial",
                                                [](CallScript& call) {
                                                  call.to_conversing();
                                                  call.tool("escalate_to_human");
                                                },
                                                2},
                                           Case{"Speak", "speak", brief, 1},
                                           Case{"Gather", "gather_using_speak", ask_for_a_key, 1},
                                           Case{"Messages", "ai_assistant_add_messages", brief, 1}),
                         [](const auto& one) { return one.param.name; });

TEST(AfterTheWindow, AnswerIsGivenUpWhenTheCallerHasGone) {
  CallScript call(kTwoPeople);
  ring_in(call);
  call.webhook("call.hangup", 0, {{"hangup_cause", "originator_cancel"}});
  EXPECT_EQ(call.count("answer"), 1);
  EXPECT_EQ(call.open("answer"), nullptr);
}

TEST(AfterTheWindow, AnswerIsNotSentWithoutEnd) {
  CallScript call(kTwoPeople);
  ring_in(call);
  for (int i = 0; i < 20 && call.open("answer") != nullptr; ++i) call.lose("answer");
  EXPECT_EQ(call.count("answer"), 6);
  EXPECT_NE(call.open("hangup"), nullptr) << "the call cannot be answered";
}

TEST(AfterTheWindow, AnswerThatTookEffectIsNotSentAgain) {
  CallScript call(kTwoPeople);
  ring_in(call);
  call.webhook("call.answered", 0);
  EXPECT_EQ(call.count("answer"), 1);
  EXPECT_EQ(call.count("ai_assistant_start"), 1) << "the webhook is evidence";
}

TEST(AfterTheWindow, AssistantThatHadStartedGivesItsConversationByTheList) {
  CallScript call(kTwoPeople);
  start(call);
  call.lose("ai_assistant_start");
  call.refuse("ai_assistant_start", "90061");
  EXPECT_EQ(call.state(), "conversing") << "it runs";
  call.pass(seconds{2});
  ASSERT_NE(call.open("list_conversations"), nullptr);
  EXPECT_NE(call.said("list_conversations").find(R"("metadata->call_control_id":"eq.v3:leg-0")"),
            std::string::npos);
  call.answer("list_conversations", R"([{"id":"conversation-7"}])");
  EXPECT_EQ(call.call.conversation.text(), "conversation-7");
  EXPECT_EQ(healed(call), "{\"by\":\"conversations\",\"conversation_id\":\"conversation-7\"}\n");
}

TEST(AfterTheWindow, ConversationThatIsNotListedYetIsAskedForAgainButNotForEver) {
  CallScript call(kTwoPeople);
  start(call);
  call.lose("ai_assistant_start");
  call.refuse("ai_assistant_start", "90061");
  for (int i = 0; i < 20; ++i) {
    call.pass(seconds{40});
    if (call.open("list_conversations") != nullptr) call.answer("list_conversations", "[]");
  }
  EXPECT_EQ(call.count("list_conversations"), 5);
  EXPECT_EQ(call.state(), "conversing");
}

TEST(AfterTheWindow, ConversationOfAnEarlierStartIsNotTakenForTheNewOne) {
  CallScript call(kTwoPeople);
  start(call);
  call.call.older_conversations = {"conversation-old"};
  call.lose("ai_assistant_start");
  call.refuse("ai_assistant_start", "90061");
  call.pass(seconds{2});
  call.answer("list_conversations", R"([{"id":"conversation-old"},{"id":"conversation-new"}])");
  EXPECT_EQ(call.call.conversation.text(), "conversation-new");
}

TEST(AfterTheWindow, JoinThatIsRefusedTheSecondTimeGoesToIfFails) {
  CallScript call(kTwoPeople);
  join(call);
  call.lose("ai_assistant_join", 1);
  call.refuse("ai_assistant_join", "10027", 422, 1);
  EXPECT_EQ(call.count("bridge"), 1);
}

TEST(AfterTheWindow, JoinIsNotRepeatedWhenThePersonHasHungUp) {
  CallScript call(kTwoPeople);
  join(call);
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.count("ai_assistant_join"), 1);
}

TEST(AfterTheWindow, StopOfWhatBeganAgainIsNotSentAgain) {
  CallScript call(kTwoPeople);
  stop_the_assistant(call);
  call.accept("ai_assistant_add_messages");
  call.refuse("bridge", "90034");
  ASSERT_NE(call.open("ai_assistant_start"), nullptr) << "the assistant is started again";
  call.lose("ai_assistant_stop");
  EXPECT_EQ(call.count("ai_assistant_stop"), 1);
}

TEST(AfterTheWindow, DialThatTelnyxListsIsAdoptedAndRings) {
  auto call = ringing_unseen();
  EXPECT_EQ(call.outcome("ana"), "open") << "it is asked first";
  call.answer("list_active_calls", kLegOne, 1);
  EXPECT_EQ(call.call.legs.at(1).state, LegState::Ringing);
  EXPECT_EQ(call.call.legs.at(1).call_control_id.text(), "v3:leg-1");
  EXPECT_EQ(call.count("hangup"), 0);
  EXPECT_EQ(
      healed(call),
      "{\"by\":\"active_calls\",\"leg\":\"1\",\"call_control_id\":\"v3:leg-1\",\"shown\":\"the leg that was "
      "dialled\"}\n");
  call.answer_as_human(1);
  call.to_joined(1);
  EXPECT_EQ(call.outcome("ana"), "joined");
}

TEST(AfterTheWindow, DialThatTelnyxDoesNotListIsUnknownAndNotDialledAgainInTheStep) {
  auto call = ringing_unseen();
  call.answer("list_active_calls", "null", 1);
  EXPECT_EQ(call.outcome("ana"), "unknown");
  EXPECT_EQ(call.count("dial"), 2);
  EXPECT_EQ(call.state(), "conversing");
  EXPECT_EQ(healed(call), "{\"by\":\"active_calls\",\"leg\":\"1\",\"shown\":\"no such leg\"}\n");
}

TEST(AfterTheWindow, QuestionWithoutAnAnswerHoldsTheRunUpForAWhileOnly) {
  auto call = ringing_unseen();
  call.pass(seconds{34});
  EXPECT_EQ(call.outcome("ana"), "open");
  call.pass(seconds{1});
  EXPECT_EQ(call.outcome("ana"), "unknown");
  call.answer("list_active_calls", kLegOne, 1);
  EXPECT_NE(call.open("hangup", 1), nullptr) << "found too late: nobody waits for this person";
}

TEST(AfterTheWindow, LegThatIsFoundWhenNobodyWantsItIsHungUp) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.tool("escalate_to_human");
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.lose("dial", 1);
  call.answer("list_active_calls", kLegOne, 1);
  EXPECT_NE(call.open("hangup", 1), nullptr);
  EXPECT_EQ(call.outcome("ana"), "cancelled");
}

TEST(AfterTheWindow, LegThatIsNotListedIsLookedForUntilItHasRungOut) {
  auto call = ringing_unseen();
  call.answer("list_active_calls", "null", 1);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  int looks = 1;
  while (call.state() == "ending" && looks < 20) {
    call.pass(seconds{10});
    if (call.open("list_active_calls") == nullptr) continue;
    call.answer("list_active_calls", "null", 1);
    ++looks;
  }
  EXPECT_EQ(looks, 4) << "at once and 40, 80, 120 s later: by then 20 s of ringing are over";
  EXPECT_EQ(call.state(), "ended");
}

TEST(AfterTheWindow, LegIsNotGivenUpWhileTelnyxCannotBeAsked) {
  auto call = ringing_unseen();
  for (int i = 0; i < 30; ++i) {
    if (call.open("list_active_calls") != nullptr) call.lose("list_active_calls", 1);
    call.pass(seconds{40});
  }
  EXPECT_NE(call.call.legs.at(1).state, LegState::Ended);
  call.webhook("call.initiated", 1, {{"direction", "outgoing"}});
  EXPECT_NE(call.open("hangup", 1), nullptr);
}

TEST(AfterTheWindow, DialAcceptedWithoutAnIdIsLookedForWhenItHasToEnd) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.tool("escalate_to_human");
  call.answer("dial", "{}", 1);
  EXPECT_EQ(call.open("list_active_calls"), nullptr) << "its first webhook names it";
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.answer("list_active_calls", kLegOne, 1);
  EXPECT_NE(call.open("hangup", 1), nullptr);
}

struct StatusCase {
  const char* name;
  bool answered;  ///< what we believed
  std::string_view data;
  int refused;  ///< status; 0: accepted
  bool ends;
};

class LegsAfterARestart : public ::testing::TestWithParam<StatusCase> {};

TEST_P(LegsAfterARestart, AreKnownByWhatTelnyxSaysOfThem) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  if (GetParam().answered) call.webhook("call.answered", 1);
  call.now += seconds{3};
  call.apply(Input{.at = call.now, .what = input::Restarted{}});
  ASSERT_EQ(call.count("retrieve_call_status"), 3) << "the caller and two people";
  if (GetParam().refused != 0) {
    call.refuse("retrieve_call_status", "10005", GetParam().refused, 1);
  } else {
    call.answer("retrieve_call_status", GetParam().data, 1);
  }
  EXPECT_EQ(call.call.legs.at(1).state == LegState::Ended, GetParam().ends) << call.log();
  EXPECT_EQ(healed(call).empty(), !GetParam().ends);
}

INSTANTIATE_TEST_SUITE_P(
    Engine, LegsAfterARestart,
    ::testing::Values(StatusCase{"NotKnown", false, "", 404, true},
                      StatusCase{"Ended", false, R"({"is_alive":false,"end_time":"2026-11-20T12:00:00Z"})", 0,
                                 true},
                      StatusCase{"AnsweredAndNotAlive", true, R"({"is_alive":false})", 0, true},
                      StatusCase{"RingingMayNotCountAsAlive", false, R"({"is_alive":false})", 0, false},
                      StatusCase{"Alive", true, R"({"is_alive":true})", 0, false},
                      StatusCase{"EndIsNull", true, R"({"is_alive":true,"end_time":null})", 0, false},
                      StatusCase{"MayNotBeAsked", true, "", 403, false}),
    [](const auto& one) { return one.param.name; });

TEST(LegsAfterARestart, LegThatRangWhenItWasAskedForIsNotDeadBecauseItWasAnsweredMeanwhile) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.now += seconds{3};
  call.apply(Input{.at = call.now, .what = input::Restarted{}});
  call.webhook("call.answered", 1);
  call.answer("retrieve_call_status", R"({"is_alive":false})", 1);
  EXPECT_NE(call.call.legs.at(1).state, LegState::Ended) << call.log();
}

TEST(LegsAfterARestart, CallerWhoHungUpMeanwhileEndsTheCall) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.apply(Input{.at = call.now, .what = input::Restarted{}});
  call.refuse("retrieve_call_status", "10005", 404, 0);
  EXPECT_EQ(call.state(), "ended");
}

}  // namespace
}  // namespace callwright::tests::after_window
