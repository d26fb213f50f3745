#pragma once

#include "handlers/ports/service_status.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/message.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// How an intent ended; as Reply::Kind.
enum class IntentResult : std::uint8_t { Accepted, Refused, Unknown, Withdrawn };
std::string_view name_of(IntentResult result);

/// Which question to Telnyx brought a fact that no webhook had told.
enum class HealedBy : std::uint8_t {
  CallEvents,
  WebhookDeliveries,
  CallStatus,
  ActiveCalls,
  Conversations,
  ConversationInsights,
  Other
};
std::string_view name_of(HealedBy source);

namespace observe {

/// Written by one thread, read by any: no lock and no contended cache line on the hot path.
class Counter {
 public:
  void add(std::int64_t amount) {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

/// Counts of observed seconds by fixed bounds. One writer, any reader; a scrape may miss what is being
/// written.
class Histogram {
 public:
  static constexpr std::size_t kBoundsMax = 16;
  explicit Histogram(const std::vector<double>& bounds);  ///< ascending, at most kBoundsMax
  void observe(double seconds);

  /// Not cumulative; the last one counts what is above every bound.
  [[nodiscard]] std::int64_t count(std::size_t bucket) const { return counts_.at(bucket).value(); }
  [[nodiscard]] double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  const std::vector<double>& bounds_;
  std::array<Counter, kBoundsMax + 1> counts_;
  std::atomic<double> sum_ = 0;
};

/// The label values that may appear: names of the catalogue, by number; the number after the last is `other`.
class Names {
 public:
  explicit Names(std::vector<std::string> known);
  [[nodiscard]] std::size_t number_of(std::string_view name) const;
  [[nodiscard]] std::string_view name(std::size_t number) const;
  [[nodiscard]] std::size_t size() const { return known_.size() + 1; }

 private:
  std::vector<std::string> known_;  // sorted
};

}  // namespace observe

class Metrics;

/// What one thread counts. Every function is called from that thread only.
class ShardMetrics final : public HandlerMetrics {
 public:
  void count_webhook(std::string_view event_type, WebhookResult result) override;
  void observe_webhook_seconds(double seconds) override { webhook_seconds_.observe(seconds); }
  void count_tool_unmatched() override { tool_unmatched_.add(1); }

  void observe_commit_seconds(double seconds) { commit_seconds_.observe(seconds); }
  void count_intent(std::string_view operation, IntentResult result);
  void observe_intent_seconds(double seconds) { intent_seconds_.observe(seconds); }
  void count_attempt(AttemptOutcome outcome);  ///< any but Open
  void count_healed(HealedBy source);
  /// A message to an assistant that has ended.
  void count_message(MessageChannel channel, MessageState state);
  void observe_message_seconds(double seconds) { message_seconds_.observe(seconds); }
  /// From the start of a run to the join of its winner.
  void observe_time_to_human(std::string_view workflow, double seconds);
  /// A call of this shard came into a state or left it.
  void add_calls(CallState state, int amount);
  void set_orphan_legs(std::int64_t legs) { orphan_legs_.set(legs); }
  void set_outbox_depth(std::int64_t intents) { outbox_depth_.set(intents); }

 private:
  friend class Metrics;
  friend struct MetricsText;
  explicit ShardMetrics(Metrics& owner);

  Metrics& owner_;
  std::vector<observe::Counter> webhooks_;  // event type x result
  std::vector<observe::Counter> intents_;   // operation x result
  observe::Histogram webhook_seconds_, commit_seconds_, intent_seconds_, message_seconds_;
  std::array<observe::Counter, 2 * (static_cast<std::size_t>(MessageState::Unknown) + 1)> messages_;
  std::array<observe::Counter, static_cast<std::size_t>(CallState::Failed) + 1> calls_;
  std::array<observe::Counter, static_cast<std::size_t>(AttemptOutcome::Unknown) + 1> attempts_;
  std::array<observe::Counter, static_cast<std::size_t>(HealedBy::Other) + 1> healed_;
  observe::Counter tool_unmatched_, orphan_legs_, outbox_depth_;
};

/// All metrics of the process. `shard` objects are handed out once at start; `text` merges them for a scrape.
class Metrics {
 public:
  /// `event_types` and `operations` are the catalogue's names: the only ones that become labels. One shard
  /// object is made for each thread that counts.
  Metrics(std::vector<std::string> event_types, std::vector<std::string> operations, std::size_t shards);
  [[nodiscard]] ShardMetrics& shard(std::size_t number) { return *shards_.at(number); }
  /// Any thread.
  void set_dead_letters(std::int64_t letters) { dead_letters_.set(letters); }
  /// Open calls that were in the store when the process began; what shards add counts on from there.
  void set_stored_calls(CallState state, std::int64_t calls) {
    stored_calls_.at(static_cast<std::size_t>(state)).set(calls);
  }
  /// Prometheus text exposition format 0.0.4. Any thread.
  [[nodiscard]] std::string text() const;

 private:
  friend class ShardMetrics;
  friend struct MetricsText;
  observe::Histogram& time_to_human(std::string_view workflow);

  observe::Names event_types_;
  observe::Names operations_;
  std::vector<std::unique_ptr<ShardMetrics>> shards_;
  observe::Counter dead_letters_;
  std::array<observe::Counter, static_cast<std::size_t>(CallState::Failed) + 1> stored_calls_;
  mutable std::mutex time_to_human_mutex_;  // a call joins a human once: this is no hot path
  std::map<std::string, observe::Histogram, std::less<>> time_to_human_;
};

}  // namespace callwright
