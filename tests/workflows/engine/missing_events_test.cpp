#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"
#include "workflows/model/event_text.hpp"

#include <gtest/gtest.h>

// Webhooks that never come: what Telnyx shows of them is stepped as if they had come.
namespace callwright::tests::missing_events {
namespace {

using std::chrono::seconds;

int healed(const CallScript& call, std::string_view by) {
  int count = 0;
  for (const auto& record : call.records) {
    const auto data = JsonDocument::of(record.data);
    if (record.kind == "healed" && data.root()["by"].str() == by) ++count;
  }
  return count;
}

/// What the runtime keeps of an answer: the events, as they are stored.
std::string shown(const std::vector<Event>& events) {
  std::string text = "[";
  for (const auto& event : events) text += (text.size() > 1 ? "," : "") + write_event(event);
  return text + "]";
}

/// Ana's phone rings; her call_leg_id is known.
CallScript ringing() {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.initiated", 1, {{"direction", "outgoing"}});
  return call;
}

TEST(MissingEvents, LostAnswerOfAPersonIsFoundBeforeTheyAreHungUp) {
  auto call = ringing();
  call.pass(seconds{23});
  ASSERT_NE(call.open("list_call_events", 1), nullptr) << call.log();
  EXPECT_EQ(call.outcome("ana"), "open") << "nobody is given up before the answer";
  const auto answered = call.event("call.answered", 1);
  const auto verdict = call.event("call.machine.premium.detection.ended", 1, {{"result", "human_residence"}});
  call.answer("list_call_events", shown({answered, verdict}), 1);
  EXPECT_EQ(healed(call, "call_events"), 2) << call.log();
  EXPECT_NE(call.open("gather_using_speak", 1), nullptr) << call.log();
  EXPECT_TRUE(has_seen(call.call, answered.id)) << "a copy that comes after all is a duplicate";
}

TEST(MissingEvents, SilenceOfTelnyxDoesNotHoldUpTheDecision) {
  auto call = ringing();
  call.pass(seconds{23});
  ASSERT_NE(call.open("list_call_events", 1), nullptr);
  call.pass(seconds{4});
  EXPECT_EQ(call.outcome("ana"), "no_answer") << call.log();
  EXPECT_EQ(call.count("list_call_events"), 2) << "once for each phone";
}

TEST(MissingEvents, QuestionsGoFromEventsToDeliveriesToTheLeg) {
  auto call = ringing();
  call.pass(seconds{23});
  call.answer("list_call_events", "[]", 1);
  ASSERT_NE(call.open("list_webhook_deliveries", 1), nullptr) << call.log();
  EXPECT_EQ(call.open("retrieve_call_status", 1), nullptr);
  call.answer("list_webhook_deliveries", "[]", 1);
  ASSERT_NE(call.open("retrieve_call_status", 1), nullptr) << call.log();
  call.refuse("retrieve_call_status", "10005", 404, 1);
  EXPECT_EQ(healed(call, "call_status"), 1) << call.log();
  EXPECT_NE(call.outcome("ana"), "open");
}

TEST(MissingEvents, FailedDeliveryIsTakenForTheWebhook) {
  auto call = ringing();
  call.pass(seconds{23});
  call.answer("list_call_events", "[]", 1);
  const auto hangup = call.event("call.hangup", 1, {{"hangup_cause", "user_busy"}});
  call.answer("list_webhook_deliveries", shown({hangup}), 1);
  EXPECT_EQ(healed(call, "webhook_deliveries"), 1) << call.log();
  EXPECT_EQ(call.outcome("ana"), "busy");
  EXPECT_EQ(call.open("retrieve_call_status", 1), nullptr);
}

TEST(MissingEvents, WhatTheCallHasSeenIsNotHealed) {
  auto call = ringing();
  const auto answered = call.event("call.answered", 1);
  call.deliver(answered);
  call.pass(seconds{4});  // the machine's verdict is overdue
  ASSERT_NE(call.open("list_call_events", 1), nullptr) << call.log();
  call.answer("list_call_events", shown({answered}), 1);
  EXPECT_EQ(healed(call, "call_events"), 0);
}

TEST(MissingEvents, EventsAreTakenInTheOrderOfTheirTime) {
  auto call = ringing();
  call.pass(seconds{23});
  auto hangup = call.event("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  auto answered = call.event("call.answered", 1);
  answered.occurred_at = call.now - seconds{5};
  hangup.occurred_at = call.now - seconds{1};
  call.answer("list_call_events", shown({hangup, answered}), 1);
  EXPECT_EQ(call.outcome("ana"), "no_key") << "she was there before she hung up\n" << call.log();
}

TEST(MissingEvents, LostKeyIsFoundBeforeThePersonCountsAsSilent) {
  auto call = ringing();
  call.answer_as_human(1);
  for (int i = 0; i < 120 && call.open("list_call_events", 1) == nullptr; ++i) call.pass(seconds{1});
  ASSERT_NE(call.open("list_call_events", 1), nullptr) << call.log();
  EXPECT_EQ(call.outcome("ana"), "open");
  call.answer("list_call_events",
              shown({call.event("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}})}), 1);
  EXPECT_NE(call.open("speak", 1), nullptr) << "the briefing\n" << call.log();
}

TEST(MissingEvents, CallerWhoIsNotListedAndIsGoneEndsTheCall) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.apply(Input{.at = call.now, .what = input::LegNotListed{0}});
  const auto* question = call.open("retrieve_call_status", 0);
  if (question == nullptr) {
    call.answer("list_call_events", "[]", 0);
    call.answer("list_webhook_deliveries", "[]", 0);
  }
  call.refuse("retrieve_call_status", "10005", 404, 0);
  EXPECT_EQ(find_leg(call.call, 0)->state, LegState::Ended) << call.log();
}

TEST(MissingEvents, CallerWhoIsNotListedButLivesStays) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.apply(Input{.at = call.now, .what = input::LegNotListed{0}});
  if (call.open("list_call_events", 0) != nullptr) {
    call.answer("list_call_events", "[]", 0);
    call.answer("list_webhook_deliveries", "[]", 0);
  }
  call.answer("retrieve_call_status", R"({"is_alive":true})", 0);
  EXPECT_EQ(call.state(), "conversing") << call.log();
}

/// Ana declined and her leg ended, as far as is known.
CallScript ended() {
  auto call = ringing();
  call.webhook("call.hangup", 1, {{"hangup_cause", "call_rejected"}});
  return call;
}

TEST(MissingEvents, LegThatEndedAndIsStillListedAMinuteLaterIsHungUp) {
  auto call = ended();
  const auto hangups = call.count("hangup");
  call.apply(Input{.at = call.now + seconds{59}, .what = input::LegListed{1, {}}});
  EXPECT_EQ(call.count("hangup"), hangups) << "Telnyx may list it for a while";
  call.apply(Input{.at = call.now + seconds{61}, .what = input::LegListed{1, {}}});
  EXPECT_EQ(call.count("hangup"), hangups + 1) << call.log();
  call.apply(Input{.at = call.now + seconds{62}, .what = input::LegListed{1, {}}});
  EXPECT_EQ(call.count("hangup"), hangups + 1) << "one at a time";
  EXPECT_EQ(healed(call, "active_calls"), 1);
}

TEST(MissingEvents, LegOfAClosedCallIsHungUpWithoutOpeningTheCallAgain) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.hangup", 1, {{"hangup_cause", "user_busy"}});
  call.webhook("call.hangup", 2, {{"hangup_cause", "user_busy"}});
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.pass(seconds{300});
  ASSERT_TRUE(call.call.closed_at.has_value()) << call.log();
  call.apply(Input{.at = call.now, .what = input::LegListed{1, {}}});
  ASSERT_NE(call.open("hangup", 1), nullptr) << call.log();
  EXPECT_TRUE(is_closed(call.call));
  call.refuse("hangup", "90018", 422, 1);
  EXPECT_TRUE(call.call.intents.empty());
  EXPECT_TRUE(is_closed(call.call));
}

TEST(MissingEvents, QuietCallIsAskedFor) {
  auto call = ringing();
  call.apply(Input{.at = call.now, .what = input::Quiet{}});
  EXPECT_NE(call.open("list_call_events", 1), nullptr) << call.log();
}

}  // namespace
}  // namespace callwright::tests::missing_events
