#include "service/runtime/shard.hpp"
#include "workflows/language/calendar.hpp"

#include <algorithm>
#include <utility>

namespace callwright::runtime {
namespace {

bool is_ended(const Call& call, int leg) {
  const auto* found = find_leg(call, leg);
  return found != nullptr && found->state == LegState::Ended;
}

}  // namespace

void Shard::on(message::BundleChanged changed) {
  bundle_ = std::move(changed.bundle);
  idle_matters_ = bundle_ == nullptr ? std::set<std::string>() : addresses_by_idle_time(*bundle_);
}

void Shard::on(message::AvailabilityKnown known) {
  auto next = std::make_shared<Availability>();
  next->overrides = std::move(known.overrides);
  next->idle_since = std::move(known.idle_since);
  const auto before = std::exchange(availability_, std::move(next));
  if (before != nullptr) remember_idle(before->idle_since);
}

/// Steps hold what they were given, so a change makes a new value.
void Shard::remember_idle(const std::map<std::string, TimePoint>& since) {
  auto next = availability_ == nullptr ? Availability{} : *availability_;
  for (const auto& [address, time] : since) {
    auto& known = next.idle_since[address];
    known = std::max(known, time);
  }
  availability_ = std::make_shared<const Availability>(std::move(next));
}

void Shard::note_ended_legs(const Call& before, const Call& after) {
  std::map<std::string, TimePoint> since;
  for (const auto& leg : after.legs) {
    const bool ended_now = leg.number != 0 && leg.ended_at && !is_ended(before, leg.number);
    if (ended_now && idle_matters_.contains(leg.address)) since.insert_or_assign(leg.address, *leg.ended_at);
  }
  if (since.empty()) return;
  remember_idle(since);
  for (std::size_t shard = 0; shard < config_.count; ++shard) {
    if (shard != config_.index) effects_.emplace_back(effect::Forward{shard, message::PhonesIdle{since}});
  }
}

}  // namespace callwright::runtime
