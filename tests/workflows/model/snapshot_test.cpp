#include "workflows/model/call.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::snapshot {
namespace {

Call busy_call() {
  Call call;
  call.id = CallId("call_1");
  call.bundle = BundleId("abc");
  call.state = CallState::Escalating;
  call.opened_at = TimePoint{Duration{1'700'000'000'123}};
  call.insights = Json::trusted(R"([{"insight_id":"i","result":"x"}])");
  call.legs = {
      Leg{.number = 0, .call_control_id = CallControlId("v3:a"), .answered_at = call.opened_at},
      Leg{.number = 1, .person = "ana", .attempt = 1, .state = LegState::Screening, .end_wanted = true}};
  call.attempts = {
      Attempt{.number = 1, .run = 1, .person = "ana", .leg = 1, .outcome = AttemptOutcome::Machine}};
  call.runs = {Run{.number = 1, .escalation = "human", .waiting = {"ben"}, .told_at = call.opened_at}};
  call.intents = {Intent{.number = 4,
                         .operation = "dial",
                         .body = Json::trusted(R"({"to":"+1"})"),
                         .purpose = Purpose::Dial,
                         .priority = Priority::Dial,
                         .created_at = call.opened_at}};
  call.timers = {
      Timer{.number = 2, .kind = TimerKind::Silence, .ref = 1, .due = call.opened_at + Duration{20'000}}};
  call.lists = {ActionList{.number = 1, .source = "start", .request = 9}};
  call.vars = {{"topic", "billing"}};
  call.seen = {"0011223344556677"};
  call.next_seq = 12;
  return call;
}

TEST(Snapshot, RoundTripsEveryMember) {
  const auto call = busy_call();
  const auto read = read_snapshot(write_snapshot(call));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(*read, call);
}

TEST(Snapshot, RefusesDamageAndOtherFormats) {
  EXPECT_EQ(read_snapshot("{}").error().code, "snapshot.version");
  EXPECT_EQ(read_snapshot(R"({"format":99,"call":{"id":"x"}})").error().code, "snapshot.version");
  EXPECT_EQ(read_snapshot(R"({"format":1,"call":{"id":7}})").error().code, "snapshot.damaged");
  EXPECT_EQ(read_snapshot(R"({"format":1,"call":{}})").error().code, "snapshot.damaged");
  EXPECT_EQ(read_snapshot("{").error().code, "json.invalid");
}

TEST(Snapshot, NextDueIsTheEarliestTimerOrOpenIntent) {
  auto call = busy_call();
  EXPECT_EQ(next_due(call), call.opened_at);
  call.intents.clear();
  EXPECT_EQ(next_due(call), call.opened_at + Duration{20'000});
  call.timers.clear();
  EXPECT_EQ(next_due(call), std::nullopt);
}

TEST(CommandId, IsAStableUuidPerCallAndIntent) {
  EXPECT_EQ(command_id(CallId("call_1"), 1), command_id(CallId("call_1"), 1));
  EXPECT_NE(command_id(CallId("call_1"), 1), command_id(CallId("call_1"), 2));
  EXPECT_NE(command_id(CallId("call_1"), 1), command_id(CallId("call_2"), 1));
  EXPECT_EQ(command_id(CallId("call_1"), 1)[14], '5');
}

}  // namespace
}  // namespace callwright::tests::snapshot
