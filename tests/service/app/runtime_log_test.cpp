#include "service/app/runtime_log.hpp"

#include "workflows/model/json.hpp"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::runtime_log {
namespace {

using runtime::effect::IntentEnded;
using runtime::effect::Logged;
using runtime::effect::Recovered;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr TimePoint kNow{Duration{1'800'000'000'000}};

/// What the log wrote and the metrics count, told by one thread that is shard 0.
struct Told : ::testing::Test {
  std::vector<std::string> lines;
  Log log{{.format = LogOptions::Format::Json, .clock = [] { return kNow + Duration{40}; }},
          [this](std::string_view line) { lines.emplace_back(line); }};
  Metrics metrics{{"call.answered"}, {"dial", "webhook"}, 2};
  RuntimeLog runtime{log, metrics, 1, [] { return kNow + Duration{40}; }};

  static Call call(CallState state, std::int64_t version = 2) {
    Call made;
    made.id = CallId("call_1");
    made.workflow = "support";
    made.from = "+13125550199";
    made.state = state;
    made.version = version;
    return made;
  }
  static Record record(std::string kind, std::string data) {
    return {.seq = 1, .at = kNow, .kind = std::move(kind), .data = Json::trusted(std::move(data))};
  }
  void step(const Call& before, const Call& after, std::vector<Record> records = {}) {
    runtime.logged(Logged{std::make_shared<const Call>(after), std::make_shared<const Call>(before),
                          std::move(records)});
  }
  void note(std::string kind, std::string data) {
    const auto same = call(CallState::Conversing);
    step(same, same, {record(std::move(kind), std::move(data))});
  }
  void expect(const std::string& line) { EXPECT_THAT(metrics.text(), HasSubstr("\n" + line + "\n")); }
};

TEST_F(Told, ATransitionIsOneLineWithAllThatOperatorsLookFor) {
  note(
      "transition",
      R"({"subject":"leg","from":"ringing","to":"answered","cause":"call.answered","event_id":"e-1","leg":1,"person":"ana"})");
  EXPECT_THAT(
      lines,
      ElementsAre(
          R"({"time":"2027-01-15T08:00:00.040Z","level":"info","call_id":"call_1","workflow":"support",)"
          R"("state_from":"ringing","state_to":"answered","cause":"call.answered","event_id":"e-1",)"
          R"("leg":1,"person":"ana","latency_ms":40})"));
}

TEST_F(Told, EveryKindOfTransitionIsALineAndNothingElse) {
  for (const auto* subject : {"call", "leg", "attempt", "run"}) {
    note("transition", R"({"subject":")" + std::string(subject) + R"(","from":"a","to":"b","cause":"c"})");
  }
  for (const auto* kind : {"received", "tool", "intent", "reply", "fact", "decision", "operator", "closed"}) {
    note(kind, R"({"what":"ring","text":"my head aches","to":"+13125550111"})");
  }
  EXPECT_EQ(lines.size(), 4U);
}

TEST_F(Told, ADeadLetterIsAWarningThatHoldsNoAddress) {
  note(
      "decision",
      R"({"what":"dead_letter","kind":"webhook","to":"https://crm.example/?key=s3cret","why":"The receiver answered 500."})");
  note("decision", R"({"what":"dead_letter","kind":"sms","to":"+13125550111","why":"x"})");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], HasSubstr(R"("level":"warn","event":"dead_letter","call_id":"call_1")"));
  for (const auto& line : lines) {
    EXPECT_THAT(line, Not(HasSubstr("s3cret")));
    EXPECT_THAT(line, Not(HasSubstr("5550111")));
  }
}

TEST_F(Told, OpenCallsFollowTheirStates) {
  metrics.set_stored_calls(CallState::Conversing, 1);
  step(call(CallState::Conversing), call(CallState::Escalating));  // begun by an earlier process
  expect(R"(callwright_calls{state="conversing"} 0)");
  expect(R"(callwright_calls{state="escalating"} 1)");
  step(call(CallState::Arriving, 0), call(CallState::Answering, 1));  // a new one
  expect(R"(callwright_calls{state="arriving"} 0)");
  expect(R"(callwright_calls{state="answering"} 1)");
  step(call(CallState::Escalating), call(CallState::Settled));
  expect(R"(callwright_calls{state="escalating"} 0)");
  expect(R"(callwright_calls{state="settled"} 0)");
  step(call(CallState::Settled), call(CallState::Settled));  // a webhook was delivered after the end
  expect(R"(callwright_calls{state="settled"} 0)");
}

TEST_F(Told, AnAttemptCountsOnce) {
  note("transition", R"({"subject":"attempt","from":"open","to":"no_answer","cause":"c"})");
  note("transition", R"({"subject":"attempt","from":"no_answer","to":"failed","cause":"c"})");
  expect(R"(callwright_attempts_total{outcome="no_answer"} 1)");
  expect(R"(callwright_attempts_total{outcome="failed"} 0)");
}

TEST_F(Told, HealedFactsCountByTheQuestionThatFoundThem) {
  note("healed", R"({"by":"call_status","leg":"1"})");
  note("healed", R"({"by":"call_status"})");
  note("healed", R"({"by":"a\"guess"})");
  expect(R"(callwright_healed_total{kind="call_status"} 2)");
  expect(R"(callwright_healed_total{kind="other"} 1)");
}

TEST_F(Told, TheTimeToAHumanIsThatOfTheWorkflow) {
  note("fact", R"({"time_to_human_ms":17000,"person":"ana"})");
  expect(R"(callwright_time_to_human_seconds_sum{workflow="support"} 17)");
}

TEST_F(Told, AnOrphanIsALegThatWasHungUpAndIsNotKnownToBeDead) {
  auto orphaned = call(CallState::Ending);
  orphaned.legs = {{.number = 0, .state = LegState::Ended, .hangups = 1},
                   {.number = 1, .state = LegState::Answered, .hangups = 2},
                   {.number = 2, .state = LegState::Ringing, .hangups = 0}};
  runtime.recovered(Recovered{std::make_shared<const Call>(orphaned)});
  expect("callwright_orphan_legs 1");
  runtime.recovered(Recovered{std::make_shared<const Call>(orphaned)});
  expect("callwright_orphan_legs 1");
  auto other = orphaned;
  other.id = CallId("call_2");
  step(other, other);
  expect("callwright_orphan_legs 2");
  auto ended = orphaned;
  ended.legs[1].state = LegState::Ended;
  step(orphaned, ended);
  expect("callwright_orphan_legs 1");
}

TEST_F(Told, IntentsCountByOperationAndOnlyCommandsByTime) {
  runtime.intent_ended(IntentEnded{"dial", Reply::Kind::Accepted, Duration{300}});
  runtime.intent_ended(IntentEnded{"dial", Reply::Kind::Withdrawn, Duration{0}});
  runtime.intent_ended(IntentEnded{kWebhookOperation, Reply::Kind::Refused, std::chrono::hours{20}});
  runtime.intent_ended(IntentEnded{"", Reply::Kind::Refused, Duration{0}});
  expect(R"(callwright_intents_total{operation="dial",result="accepted"} 1)");
  expect(R"(callwright_intents_total{operation="dial",result="withdrawn"} 1)");
  expect(R"(callwright_intents_total{operation="webhook",result="refused"} 1)");
  expect("callwright_intent_seconds_count 1");
  expect("callwright_intent_seconds_sum 0.3");
}

TEST_F(Told, TheStoreAndTheOutboxAreCounted) {
  runtime.committed(3, std::chrono::milliseconds{2}, nullptr);
  runtime.turned(0, {.outbox_depth = 7});
  expect("callwright_commit_seconds_count 1");
  expect("callwright_outbox_depth 7");
  EXPECT_FALSE(runtime.store_fails());
  const Error full(Errc::Unavailable, "store.full", "No space.");
  runtime.committed(1, std::chrono::milliseconds{2}, &full);
  EXPECT_TRUE(runtime.store_fails());
}

}  // namespace
}  // namespace callwright::tests::runtime_log
