#include "service/simulation/planned_faults.hpp"

#include <algorithm>
#include <vector>

namespace callwright::simulation {
namespace {

bool names(const std::vector<std::string>& types, std::string_view type) {
  return std::ranges::find(types, type) != types.end();
}

}  // namespace

RequestFate PlannedFaults::next_fate(std::string_view operation) {
  if (faults_.api.empty()) return {};
  const auto found = faults_.api.find(std::string(operation));
  if (found == faults_.api.end() || found->second.in_turn.empty()) return {};
  const auto& fates = found->second;
  const auto number = requests_.try_emplace(std::string(operation), 0).first->second++;
  if (number < fates.in_turn.size()) return fates.in_turn[number];
  return fates.repeats_last ? fates.in_turn.back() : RequestFate{};
}

bool PlannedFaults::crashes_after_commit() {
  ++commits_;
  return faults_.crashes_after_every_record ||
         std::ranges::find(faults_.crash_after, commits_) != faults_.crash_after.end();
}

bool PlannedFaults::loses(std::string_view event_type) const { return names(faults_.lose, event_type); }

bool PlannedFaults::doubles(std::string_view event_type) const {
  return faults_.duplicates_all || names(faults_.duplicate, event_type);
}

Duration PlannedFaults::delay_of(std::string_view event_type) const {
  if (faults_.delay.empty()) return Duration{0};
  const auto found = faults_.delay.find(std::string(event_type));
  return found == faults_.delay.end() ? Duration{0} : found->second;
}

}  // namespace callwright::simulation
