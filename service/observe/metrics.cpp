#include "service/observe/metrics.hpp"

#include "service/observe/metrics_bounds.hpp"

#include <algorithm>

namespace callwright {
namespace {

constexpr std::size_t kWebhookResults = static_cast<std::size_t>(WebhookResult::Unavailable) + 1;
constexpr std::size_t kIntentResults = static_cast<std::size_t>(IntentResult::Withdrawn) + 1;
constexpr std::size_t kMessageStates = static_cast<std::size_t>(MessageState::Unknown) + 1;
/// Workflow names are the operator's own; this many get a histogram of their own, the rest share `other`.
constexpr std::size_t kWorkflowsMax = 100;

template <class Enum>
std::size_t number_of(Enum value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

std::string_view name_of(IntentResult result) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"accepted", "refused", "unknown", "withdrawn"});
  return kNames.at(number_of(result));
}

std::string_view name_of(HealedBy source) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"call_events", "webhook_deliveries", "call_status", "active_calls",
                                       "conversations", "conversation_insights", "other"});
  return kNames.at(number_of(source));
}

namespace observe {

Histogram::Histogram(const std::vector<double>& bounds) : bounds_(bounds) {}

void Histogram::observe(double seconds) {
  const auto bucket = std::ranges::lower_bound(bounds_, seconds) - bounds_.begin();
  counts_.at(static_cast<std::size_t>(bucket)).add(1);
  sum_.store(sum_.load(std::memory_order_relaxed) + seconds, std::memory_order_relaxed);
}

Names::Names(std::vector<std::string> known) : known_(std::move(known)) {
  std::ranges::sort(known_);
  const auto repeated = std::ranges::unique(known_);
  known_.erase(repeated.begin(), repeated.end());
}

std::size_t Names::number_of(std::string_view name) const {
  const auto found = std::ranges::lower_bound(known_, name, std::less<>());
  return found != known_.end() && *found == name ? static_cast<std::size_t>(found - known_.begin())
                                                 : known_.size();
}

std::string_view Names::name(std::size_t number) const {
  return number < known_.size() ? std::string_view(known_[number]) : std::string_view("other");
}

}  // namespace observe

ShardMetrics::ShardMetrics(Metrics& owner)
    : owner_(owner),
      webhooks_(owner.event_types_.size() * kWebhookResults),
      intents_(owner.operations_.size() * kIntentResults),
      webhook_seconds_(observe::request_bounds()),
      commit_seconds_(observe::request_bounds()),
      intent_seconds_(observe::request_bounds()),
      message_seconds_(observe::request_bounds()) {}

void ShardMetrics::count_webhook(std::string_view event_type, WebhookResult result) {
  webhooks_[owner_.event_types_.number_of(event_type) * kWebhookResults + number_of(result)].add(1);
}

void ShardMetrics::count_intent(std::string_view operation, IntentResult result) {
  intents_[owner_.operations_.number_of(operation) * kIntentResults + number_of(result)].add(1);
}

void ShardMetrics::count_attempt(AttemptOutcome outcome) { attempts_.at(number_of(outcome)).add(1); }
void ShardMetrics::count_healed(HealedBy source) { healed_.at(number_of(source)).add(1); }
void ShardMetrics::count_message(MessageChannel channel, MessageState state) {
  messages_.at(number_of(channel) * kMessageStates + number_of(state)).add(1);
}
void ShardMetrics::add_calls(CallState state, int amount) { calls_.at(number_of(state)).add(amount); }

void ShardMetrics::observe_time_to_human(std::string_view workflow, double seconds) {
  const std::lock_guard lock(owner_.time_to_human_mutex_);
  owner_.time_to_human(workflow).observe(seconds);
}

Metrics::Metrics(std::vector<std::string> event_types, std::vector<std::string> operations,
                 std::size_t shards)
    : event_types_(std::move(event_types)), operations_(std::move(operations)) {
  for (std::size_t i = 0; i < shards; ++i) shards_.emplace_back(new ShardMetrics(*this));
}

observe::Histogram& Metrics::time_to_human(std::string_view workflow) {
  auto found = time_to_human_.find(workflow);
  if (found == time_to_human_.end()) {
    const auto name = time_to_human_.size() < kWorkflowsMax ? workflow : std::string_view("other");
    found = time_to_human_.try_emplace(std::string(name), observe::human_bounds()).first;
  }
  return found->second;
}

}  // namespace callwright
