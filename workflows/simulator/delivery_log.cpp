#include "workflows/simulator/delivery_log.hpp"

#include <utility>

namespace callwright::simulator {
namespace {

constexpr std::size_t kRecordsMax = 20'000;
constexpr std::size_t kAttemptsMax = 50;  ///< of one webhook; whoever reports more repeats himself

}  // namespace

void DeliveryLog::open(Webhook& webhook, const Json& event) {
  webhook.delivery_id = ids_.uuid();
  numbers_.emplace(webhook.delivery_id, forgotten_ + records_.size());
  DeliveryRecord record;
  record.id = webhook.delivery_id;
  record.event_id = webhook.event_id;
  record.event_type = webhook.event_type;
  record.event = event;
  records_.push_back(std::move(record));
  if (records_.size() <= kRecordsMax) return;
  numbers_.erase(records_.front().id);
  records_.pop_front();
  ++forgotten_;
}

void DeliveryLog::note(TimePoint now, DeliveryReport report) {
  const auto found = numbers_.find(report.delivery_id);
  if (found == numbers_.end()) return;
  auto& record = records_[found->second - forgotten_];
  record.is_delivered = record.is_delivered || report.is_delivered;
  record.is_over = record.is_delivered || report.is_last;
  if (record.attempts.size() < kAttemptsMax) record.attempts.push_back({std::move(report), now});
}

const DeliveryRecord* DeliveryLog::find(std::string_view id) const {
  const auto found = numbers_.find(id);
  return found == numbers_.end() ? nullptr : &records_[found->second - forgotten_];
}

}  // namespace callwright::simulator
