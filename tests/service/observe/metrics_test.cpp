#include "service/observe/metrics.hpp"

#include "tests/service/observe/metrics_golden.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Metrics two_shards() { return Metrics({"call.initiated", "call.answered"}, {"dial", "answer"}, 2); }

TEST(Metrics, TextIsWhatDashboardsRelyOn) {
  auto metrics = two_shards();
  auto& first = metrics.shard(0);
  auto& second = metrics.shard(1);
  first.count_webhook("call.answered", WebhookResult::Stored);
  second.count_webhook("call.answered", WebhookResult::Stored);
  second.count_webhook("call.made_up", WebhookResult::BadSignature);
  first.observe_webhook_seconds(0.002);
  second.observe_webhook_seconds(0.5);
  first.observe_commit_seconds(20);
  first.count_tool_unmatched();
  first.count_intent("dial", IntentResult::Accepted);
  second.count_intent("unknown_operation", IntentResult::Refused);
  second.observe_intent_seconds(0.3);
  first.add_calls(CallState::Conversing, 3);
  second.add_calls(CallState::Conversing, -1);
  first.observe_time_to_human("support", 17);
  second.observe_time_to_human("support", 700);
  first.count_attempt(AttemptOutcome::Joined);
  first.count_healed(HealedBy::CallStatus);
  first.set_orphan_legs(1);
  second.set_orphan_legs(2);
  first.set_outbox_depth(4);
  metrics.set_dead_letters(5);
  EXPECT_EQ(metrics.text(), kGolden);
}

TEST(Metrics, LabelsNeverComeFromOutside) {
  auto metrics = two_shards();
  for (int i = 0; i < 100; ++i) {
    metrics.shard(0).count_webhook("forged{\"}\n" + std::to_string(i), WebhookResult::Malformed);
  }
  EXPECT_THAT(metrics.text(),
              HasSubstr("callwright_webhooks_total{event_type=\"other\",result=\"malformed\"} 100\n"));
  EXPECT_THAT(metrics.text(), Not(HasSubstr("forged")));
}

TEST(Metrics, WorkflowsBeyondTheLimitShareOneHistogram) {
  auto metrics = two_shards();
  for (int i = 0; i < 150; ++i) metrics.shard(0).observe_time_to_human("flow" + std::to_string(i), 1);
  EXPECT_THAT(metrics.text(), HasSubstr("callwright_time_to_human_seconds_count{workflow=\"flow99\"} 1\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("callwright_time_to_human_seconds_count{workflow=\"other\"} 50\n"));
  EXPECT_THAT(metrics.text(), Not(HasSubstr("flow100")));
}

TEST(Metrics, AnObservationOnABoundCountsInItsBucket) {
  auto metrics = two_shards();
  metrics.shard(0).observe_webhook_seconds(0.01);
  EXPECT_THAT(metrics.text(), HasSubstr("callwright_webhook_seconds_bucket{le=\"0.005\"} 0\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("callwright_webhook_seconds_bucket{le=\"0.01\"} 1\n"));
}

TEST(Metrics, AreScrapedWhileEveryShardCounts) {
  constexpr int kCounts = 20'000;
  auto metrics = two_shards();
  std::vector<std::thread> threads;
  for (std::size_t number : {0U, 1U}) {
    threads.emplace_back([&metrics, number] {
      auto& shard = metrics.shard(number);
      for (int i = 0; i < kCounts; ++i) {
        shard.count_webhook("call.answered", WebhookResult::Stored);
        shard.observe_commit_seconds(0.001);
        if (i % 100 == 0) shard.observe_time_to_human("support", 1);
      }
    });
  }
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(metrics.text().empty());
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(metrics.text(), HasSubstr("{event_type=\"call.answered\",result=\"stored\"} 40000\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("callwright_commit_seconds_count 40000\n"));
  EXPECT_THAT(metrics.text(),
              HasSubstr("callwright_time_to_human_seconds_count{workflow=\"support\"} 400\n"));
}

}  // namespace
}  // namespace callwright::tests::metrics
