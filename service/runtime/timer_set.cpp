#include "service/runtime/timer_set.hpp"

#include <algorithm>

namespace callwright::runtime {

TimerSet::Overdue TimerSet::sync(const Call& call, TimePoint now) {
  if (call.timers.empty()) {
    forget(call.id);
    return Overdue::None;
  }
  auto& known = known_[call.id];
  std::erase_if(known, [&](const Known& timer) {
    if (std::ranges::find(call.timers, timer.number, &Timer::number) != call.timers.end()) return false;
    armed_.erase({timer.fires_at, call.id, timer.number});
    return true;
  });
  auto result = Overdue::None;
  for (const auto& timer : call.timers) {
    if (std::ranges::find(known, timer.number, &Known::number) != known.end()) continue;
    const bool overdue = timer.due < started_at_;
    if (overdue) result = Overdue::Some;
    const auto fires_at = overdue ? now + kGrace : timer.due;
    known.push_back({timer.number, fires_at, overdue});
    armed_.emplace(fires_at, call.id, timer.number);
  }
  return result;
}

void TimerSet::fire_overdue(const CallId& call, TimePoint now) {
  const auto found = known_.find(call);
  if (found == known_.end()) return;
  for (auto& timer : found->second) {
    if (!timer.overdue || timer.fires_at <= now) continue;
    if (armed_.erase({timer.fires_at, call, timer.number}) == 0) continue;
    timer.fires_at = now;
    armed_.emplace(now, call, timer.number);
  }
}

void TimerSet::forget(const CallId& call) {
  const auto found = known_.find(call);
  if (found == known_.end()) return;
  for (const auto& timer : found->second) armed_.erase({timer.fires_at, call, timer.number});
  known_.erase(found);
}

std::vector<TimerSet::Due> TimerSet::take_due(TimePoint now) {
  std::vector<Due> due;
  while (!armed_.empty() && std::get<TimePoint>(*armed_.begin()) <= now) {
    const auto& [fires_at, call, timer] = *armed_.begin();
    due.push_back({call, timer});
    armed_.erase(armed_.begin());
  }
  return due;
}

std::optional<TimePoint> TimerSet::next() const {
  if (armed_.empty()) return std::nullopt;
  return std::get<TimePoint>(*armed_.begin());
}

}  // namespace callwright::runtime
