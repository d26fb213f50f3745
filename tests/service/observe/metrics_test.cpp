#include "service/observe/metrics.hpp"

#include "tests/service/observe/metrics_golden.hpp"

#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

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
  first.count_message(MessageChannel::Chat, MessageState::Answered);
  second.count_message(MessageChannel::Sms, MessageState::Failed);
  second.observe_message_seconds(2);
  EXPECT_EQ(metrics.text(), kGolden);
}

/// One line of samples: name, labels as text, value.
struct Sample {
  std::string name;
  std::string labels;
  double value = 0;
};

/// What a scraper reads, by its own rules; fails the test where the text breaks one.
std::vector<Sample> scraped(const std::string& text) {
  static const std::regex help("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\\S.*)");
  static const std::regex type("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)");
  static const std::regex line(
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-z_]+="[^"\\\n]*")(,[a-z_]+="[^"\\\n]*")*\})? (\S+))re");
  std::vector<Sample> samples;
  std::set<std::string> seen;
  std::string family, kind, with_help;
  std::istringstream lines(text);
  for (std::string one; std::getline(lines, one);) {
    std::smatch match;
    if (std::regex_match(one, match, help)) {
      with_help = match[1];
      EXPECT_TRUE(seen.insert("family " + with_help).second) << "a family stands in one place: " << one;
    } else if (std::regex_match(one, match, type)) {
      family = match[1], kind = match[2];
      EXPECT_EQ(family, with_help) << "HELP before TYPE";
      EXPECT_EQ(kind == "counter", family.ends_with("_total")) << one;
      EXPECT_TRUE(family.starts_with("callwright_")) << one;
    } else if (std::regex_match(one, match, line)) {
      const std::string name = match[1];
      EXPECT_TRUE(seen.insert(name + match[2].str()).second) << "a series stands once: " << one;
      const bool belongs = kind == "histogram" ? name == family + "_bucket" || name == family + "_sum" ||
                                                     name == family + "_count"
                                               : name == family;
      EXPECT_TRUE(belongs) << one << " in " << family;
      samples.push_back({name, match[2], std::stod(match[5])});
    } else {
      ADD_FAILURE() << "no line of the format: " << one;
    }
  }
  EXPECT_TRUE(text.ends_with('\n'));
  return samples;
}

void count_everything(Metrics& metrics) {
  auto& shard = metrics.shard(0);
  for (int i = 0; i <= static_cast<int>(WebhookResult::Unavailable); ++i)
    shard.count_webhook("call.answered", static_cast<WebhookResult>(i));
  for (int i = 0; i <= static_cast<int>(IntentResult::Withdrawn); ++i)
    shard.count_intent("dial", static_cast<IntentResult>(i));
  for (const double seconds : {0.0001, 0.3, 99.0}) {
    shard.observe_webhook_seconds(seconds);
    shard.observe_commit_seconds(seconds);
    shard.observe_intent_seconds(seconds);
    shard.observe_time_to_human("support", seconds);
  }
}

TEST(Metrics, TextIsWhatAScraperReads) {
  auto metrics = two_shards();
  scraped(metrics.text());
  count_everything(metrics);
  std::map<std::string, double> last_bucket, counts;
  for (const auto& sample : scraped(metrics.text())) {
    if (sample.name.ends_with("_count")) counts[sample.name.substr(0, sample.name.size() - 6)] = sample.value;
    if (!sample.name.ends_with("_bucket")) continue;
    auto& last = last_bucket[sample.name.substr(0, sample.name.size() - 7)];
    EXPECT_GE(sample.value, last) << "buckets are cumulative: " << sample.name << sample.labels;
    last = sample.value;
  }
  EXPECT_EQ(last_bucket, counts) << "the bucket +Inf holds everything";
  EXPECT_EQ(counts.size(), 5U);
}

TEST(Metrics, HaveEveryNameThatOperatorsRelyOn) {
  auto metrics = two_shards();
  const auto text = metrics.text();
  for (const auto* name :
       {"webhooks_total", "webhook_seconds", "commit_seconds", "intents_total", "intent_seconds", "calls",
        "time_to_human_seconds", "attempts_total", "healed_total", "orphan_legs", "tool_unmatched_total",
        "outbox_depth", "dead_letters"}) {
    EXPECT_THAT(text, HasSubstr("# TYPE callwright_" + std::string(name) + " "));
  }
}

TEST(Metrics, OpenCallsAreThoseOfTheStoreAndWhatBecameOfThem) {
  auto metrics = two_shards();
  metrics.set_stored_calls(CallState::Conversing, 5);
  metrics.shard(0).add_calls(CallState::Conversing, -2);
  metrics.shard(1).add_calls(CallState::Joined, 1);
  EXPECT_THAT(metrics.text(), HasSubstr("callwright_calls{state=\"conversing\"} 3\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("callwright_calls{state=\"joined\"} 1\n"));
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
