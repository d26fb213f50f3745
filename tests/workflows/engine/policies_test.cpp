#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"

#include <string>

#include <gtest/gtest.h>

// Corners at which a key of the escalation decides: if_fails, if_assistant_ended, on_hangup, otherwise.

namespace callwright::tests::policies {
namespace {

using std::chrono::seconds;

/// kTwoPeople with further keys of the escalation and of the workflow.
std::string two_people(const std::string& escalation, const std::string& rules = "") {
  auto yaml = std::string(kTwoPeople) + "    " + escalation + "\n";
  yaml.insert(yaml.find("escalations:"), rules);
  return yaml;
}

/// Ana has accepted and was briefed; the join is on its way.
CallScript joining(const std::string& yaml) {
  CallScript call(yaml);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  return call;
}

TEST(Policies, OtherwiseRunsOnlyActionsThatNeedNoCallerWhenTheCallerIsGone) {
  CallScript call(two_people(R"(otherwise: [ { speak: { payload: "Nobody." } }, { log: "missed call" } ])"));
  call.to_ringing();
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.count("speak"), 0);
  EXPECT_NE(call.log().find("missed call"), std::string::npos);
}

TEST(Policies, JoinRefusedBecauseTheConversationIsGoneFollowsIfAssistantEnded) {
  auto bridged = joining(two_people("join: { if_assistant_ended: bridge }"));
  bridged.refuse("ai_assistant_join", "10007", 404, 1);
  EXPECT_EQ(bridged.count("bridge"), 1);

  auto restarted = joining(two_people("join: { if_assistant_ended: restart }"));
  restarted.refuse("ai_assistant_join", "10007", 404, 1);
  EXPECT_EQ(restarted.count("ai_assistant_start"), 2);
  restarted.webhook("call.conversation.created", 0, {{"conversation_id", "c2"}});
  EXPECT_EQ(restarted.count("ai_assistant_join"), 2);
  EXPECT_NE(restarted.said("ai_assistant_join").find(R"("conversation_id":"c2")"), std::string::npos);

  auto cancelled = joining(two_people("join: { if_assistant_ended: cancel }"));
  cancelled.refuse("ai_assistant_join", "10007", 404, 1);
  EXPECT_EQ(cancelled.outcome("ana"), "cancelled");
  EXPECT_EQ(cancelled.state(), "ending") << "without assistant and person the call ends with a goodbye";
}

TEST(Policies, AssistantThatEndsDuringTheRunFollowsIfAssistantEnded) {
  const auto ended = [](const std::string& policy) {
    CallScript call(two_people("join: { if_assistant_ended: " + policy + " }"));
    call.to_ringing();
    call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
    return call;
  };
  const auto bridged = ended("bridge");
  EXPECT_EQ(bridged.state(), "escalating");
  EXPECT_NE(bridged.said("speak").find("Still trying, please hold on."), std::string::npos);
  EXPECT_EQ(ended("restart").count("ai_assistant_start"), 2);
  EXPECT_EQ(ended("cancel").state(), "ending");
}

TEST(Policies, AssistantThatCannotBeRestartedDuringTheRunDoesNotEndTheRun) {
  CallScript call(two_people("join: { if_assistant_ended: restart }"));
  call.to_ringing();
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  call.refuse("ai_assistant_start", "10015");
  EXPECT_EQ(call.state(), "escalating");
  EXPECT_NE(call.said("speak").find("Still trying, please hold on."), std::string::npos);
}

TEST(Policies, JoinRefusedOtherwiseFollowsIfFails) {
  auto next = joining(two_people("join: { if_fails: next }"));
  next.refuse("ai_assistant_join", "10027", 422, 1);
  EXPECT_EQ(next.outcome("ana"), "failed");
  EXPECT_EQ(next.count("bridge"), 0);
  next.webhook("call.hangup", 2, {{"hangup_cause", "originator_cancel"}});
  EXPECT_EQ(next.call.attempts.back().person, "ben") << "who lost is rung first";
}

TEST(Policies, HumanWhoLeavesAfterTheJoinLeavesTheCallerWithTheAssistantOrEndsTheCall) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.to_joined(1);
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.state(), "conversing");
  EXPECT_NE(call.said("ai_assistant_add_messages").find("Ana has left the call."), std::string::npos);

  auto ends = joining(two_people("join: { on_hangup: end_conversation }"));
  ends.accept("ai_assistant_join", 1);
  ends.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(ends.state(), "ending");
  EXPECT_NE(ends.said("speak").find("Goodbye"), std::string::npos);
}

TEST(Policies, TransferDuringARunLetsThePeopleGoAndKeepsAtThemUntilTheyAreGone) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.bridged", 0);
  EXPECT_EQ(call.state(), "transferred");
  EXPECT_NE(call.open("hangup", 2), nullptr);
  EXPECT_EQ(call.said("speak").find("Already taken by ."), std::string::npos);
  call.lose("hangup", 2);
  call.pass(seconds{30});
  EXPECT_NE(call.open("hangup", 1), nullptr) << "hung up although the end of the speech was not reported";
  EXPECT_NE(call.open("hangup", 2), nullptr) << "repeated";
  for (const auto& intent : call.call.intents)
    EXPECT_NE(intent.leg, 0) << "nothing more is sent to the caller";
}

TEST(Policies, WhatTheAssistantRefusesToSayIsSpokenByUs) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.pass(seconds{20});
  call.refuse("ai_assistant_add_messages", "10015");
  EXPECT_NE(call.said("speak").find("Still trying, please hold on."), std::string::npos);
}

TEST(Policies, TimerThatIsSetAgainStartsAnew) {
  CallScript call(two_people("repeat: 0", R"(      - on: tool.remind
        do: [ { timer: { name: nudge, after: 30s } } ]
      - on: timer.nudge
        do: [ { log: "nudged" } ]
)"));
  call.to_conversing();
  call.tool("remind", R"({"n":1})");
  call.pass(seconds{20});
  call.tool("remind", R"({"n":2})");
  call.pass(seconds{20});
  EXPECT_EQ(call.log().find("nudged"), std::string::npos);
  call.pass(seconds{10});
  EXPECT_NE(call.log().find("nudged"), std::string::npos);
}

}  // namespace
}  // namespace callwright::tests::policies
