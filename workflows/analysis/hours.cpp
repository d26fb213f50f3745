#include "workflows/analysis/hours.hpp"

#include "workflows/language/calendar.hpp"

#include <chrono>
#include <set>
#include <string>

namespace callwright::analysis {
namespace {

constexpr std::chrono::minutes kStride{15};
constexpr std::chrono::days kHorizon{15};

}  // namespace

std::vector<TimePoint> hours_to_try(const Bundle& bundle, const Escalation& escalation, TimePoint from) {
  std::set<std::string> schedules;
  for (const auto& step : escalation.steps) {
    if (!step.during.empty()) schedules.insert(step.during);
    if (!step.outside.empty()) schedules.insert(step.outside);
  }
  if (schedules.empty()) return {from};
  std::vector<TimePoint> moments;
  std::set<std::string> known;
  for (auto at = from; at < from + kHorizon; at += kStride) {
    std::string open;
    for (const auto& schedule : schedules) open += is_open(bundle, schedule, at) ? '1' : '0';
    if (known.insert(open).second) moments.push_back(at);
  }
  return moments;
}

}  // namespace callwright::analysis
