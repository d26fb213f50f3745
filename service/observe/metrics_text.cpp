#include "service/observe/metrics.hpp"
#include "service/observe/metrics_bounds.hpp"

#include <limits>
#include <sstream>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace callwright {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

ClientMetric counter(Labels labels, std::int64_t value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = static_cast<double>(value);
  return metric;
}

ClientMetric gauge(Labels labels, std::int64_t value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = static_cast<double>(value);
  return metric;
}

MetricFamily family(const char* name, const char* help, MetricType type, std::vector<ClientMetric> metrics) {
  return {.name = name, .help = help, .type = type, .metric = std::move(metrics)};
}

ClientMetric merged(Labels labels, const std::vector<double>& bounds,
                    const std::vector<const observe::Histogram*>& parts) {
  ClientMetric metric;
  metric.label = std::move(labels);
  std::uint64_t cumulative = 0;
  for (std::size_t bucket = 0; bucket <= bounds.size(); ++bucket) {
    for (const auto* part : parts) cumulative += static_cast<std::uint64_t>(part->count(bucket));
    const bool last = bucket == bounds.size();
    metric.histogram.bucket.push_back(
        {.cumulative_count = cumulative,
         .upper_bound = last ? std::numeric_limits<double>::infinity() : bounds[bucket]});
  }
  for (const auto* part : parts) metric.histogram.sample_sum += part->sum();
  metric.histogram.sample_count = cumulative;
  return metric;
}

}  // namespace

/// Renders a Metrics; in the order in which a person reads them.
struct MetricsText {
  const Metrics& metrics;

  template <class Pick>
  [[nodiscard]] std::int64_t total(Pick pick) const {
    std::int64_t sum = 0;
    for (const auto& shard : metrics.shards_) sum += pick(*shard).value();
    return sum;
  }

  /// Combinations that never happened are left out: most of them cannot.
  template <class Result>
  [[nodiscard]] std::vector<ClientMetric> combinations(const char* label, const observe::Names& names,
                                                       std::vector<observe::Counter> ShardMetrics::* counters,
                                                       Result last) const {
    std::vector<ClientMetric> all;
    const auto results = static_cast<std::size_t>(last) + 1;
    for (std::size_t i = 0; i < names.size() * results; ++i) {
      const auto count = total([&](const ShardMetrics& shard) -> auto& { return (shard.*counters)[i]; });
      if (count == 0) continue;
      const auto result = name_of(static_cast<Result>(i % results));
      all.push_back(
          counter({{label, std::string(names.name(i / results))}, {"result", std::string(result)}}, count));
    }
    return all;
  }

  template <class Enum, class Counters>
  [[nodiscard]] std::vector<ClientMetric> each(const char* label, Counters ShardMetrics::* counters,
                                               ClientMetric (*make)(Labels, std::int64_t),
                                               Enum first = Enum{}) const {
    std::vector<ClientMetric> all;
    for (auto i = static_cast<std::size_t>(first); i < Counters().size(); ++i) {
      const auto value = total([&](const ShardMetrics& shard) -> auto& { return (shard.*counters)[i]; });
      all.push_back(make({{label, std::string(name_of(static_cast<Enum>(i)))}}, value));
    }
    return all;
  }

  [[nodiscard]] std::vector<ClientMetric> open_calls() const {
    std::vector<ClientMetric> all;
    for (std::size_t i = 0; i < metrics.stored_calls_.size(); ++i) {
      const auto here = total([&](const ShardMetrics& shard) -> auto& { return shard.calls_[i]; });
      all.push_back(gauge({{"state", std::string(name_of(static_cast<CallState>(i)))}},
                          metrics.stored_calls_[i].value() + here));
    }
    return all;
  }

  [[nodiscard]] std::vector<ClientMetric> histogram(observe::Histogram ShardMetrics::* part) const {
    std::vector<const observe::Histogram*> parts;
    parts.reserve(metrics.shards_.size());
    for (const auto& shard : metrics.shards_) parts.push_back(&((*shard).*part));
    return {merged({}, observe::request_bounds(), parts)};
  }

  [[nodiscard]] std::vector<ClientMetric> time_to_human() const {
    const std::lock_guard lock(metrics.time_to_human_mutex_);
    std::vector<ClientMetric> all;
    all.reserve(metrics.time_to_human_.size());
    for (const auto& [workflow, part] : metrics.time_to_human_) {
      all.push_back(merged({{"workflow", workflow}}, observe::human_bounds(), {&part}));
    }
    return all;
  }

  [[nodiscard]] std::int64_t sum_of(observe::Counter ShardMetrics::* part) const {
    return total([&](const ShardMetrics& shard) -> auto& { return shard.*part; });
  }

  [[nodiscard]] std::vector<MetricFamily> webhooks() const {
    return {family("callwright_webhooks_total", "Webhooks by event type and what became of them",
                   MetricType::Counter,
                   combinations("event_type", metrics.event_types_, &ShardMetrics::webhooks_,
                                WebhookResult::Unavailable)),
            family("callwright_webhook_seconds", "From the receipt of a webhook to its answer",
                   MetricType::Histogram, histogram(&ShardMetrics::webhook_seconds_)),
            family("callwright_commit_seconds", "From a step to its commit", MetricType::Histogram,
                   histogram(&ShardMetrics::commit_seconds_)),
            family("callwright_tool_unmatched_total", "Tool requests that no call could be found for",
                   MetricType::Counter, {counter({}, sum_of(&ShardMetrics::tool_unmatched_))})};
  }

  [[nodiscard]] std::vector<MetricFamily> intents() const {
    return {
        family(
            "callwright_intents_total",
            "Commands to Telnyx and outgoing webhooks by operation and how they ended", MetricType::Counter,
            combinations("operation", metrics.operations_, &ShardMetrics::intents_, IntentResult::Withdrawn)),
        family("callwright_intent_seconds", "From the first attempt of a command to Telnyx to how it ended",
               MetricType::Histogram, histogram(&ShardMetrics::intent_seconds_)),
        family("callwright_outbox_depth", "Commands to Telnyx that are not answered yet", MetricType::Gauge,
               {gauge({}, sum_of(&ShardMetrics::outbox_depth_))}),
        family("callwright_dead_letters", "What was to be sent and was given up", MetricType::Gauge,
               {gauge({}, metrics.dead_letters_.value())})};
  }

  [[nodiscard]] std::vector<ClientMetric> ended_messages() const {
    std::vector<ClientMetric> all;
    constexpr auto kStates = static_cast<std::size_t>(MessageState::Unknown) + 1;
    for (const auto channel : {MessageChannel::Chat, MessageChannel::Sms}) {
      for (const auto state : {MessageState::Answered, MessageState::Failed, MessageState::Unknown}) {
        const auto number = static_cast<std::size_t>(channel) * kStates + static_cast<std::size_t>(state);
        const auto count =
            total([&](const ShardMetrics& shard) -> auto& { return shard.messages_.at(number); });
        all.push_back(counter(
            {{"channel", std::string(name_of(channel))}, {"result", std::string(name_of(state))}}, count));
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<MetricFamily> messages() const {
    return {family("callwright_messages_total", "Messages to assistants by channel and what became of them",
                   MetricType::Counter, ended_messages()),
            family("callwright_message_seconds", "From the receipt of a message to its end",
                   MetricType::Histogram, histogram(&ShardMetrics::message_seconds_))};
  }

  [[nodiscard]] std::vector<MetricFamily> calls() const {
    return {
        family("callwright_calls", "Open calls by state", MetricType::Gauge, open_calls()),
        family("callwright_time_to_human_seconds", "From the start of an escalation to the join of a human",
               MetricType::Histogram, time_to_human()),
        family("callwright_attempts_total", "People rung, by outcome", MetricType::Counter,
               each<AttemptOutcome>("outcome", &ShardMetrics::attempts_, counter, AttemptOutcome::Joined)),
        family("callwright_healed_total", "Facts that no webhook had told, by the question that found them",
               MetricType::Counter, each<HealedBy>("kind", &ShardMetrics::healed_, counter)),
        family("callwright_orphan_legs", "Legs to be ended that are not known to have ended",
               MetricType::Gauge, {gauge({}, sum_of(&ShardMetrics::orphan_legs_))})};
  }
};

std::string Metrics::text() const {
  const MetricsText text{*this};
  std::ostringstream out;
  const prometheus::TextSerializer serializer;
  serializer.Serialize(out, text.webhooks());
  serializer.Serialize(out, text.intents());
  serializer.Serialize(out, text.calls());
  serializer.Serialize(out, text.messages());
  return out.str();
}

}  // namespace callwright
