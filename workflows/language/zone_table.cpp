#include "workflows/language/zone_table.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace callwright {
namespace {

constexpr std::chrono::hours kWidestOffset{26};

/// The transition whose offset counts at `time`. There is at least one.
auto transition_at(const ZoneTable& zone, TimePoint time) {
  const auto next = std::ranges::upper_bound(zone.transitions, time, {}, &ZoneTable::Transition::utc);
  return next == zone.transitions.begin() ? next : std::prev(next);
}

}  // namespace

LocalTime to_local(const ZoneTable& zone, TimePoint time) {
  const LocalTime as_utc{time.time_since_epoch()};
  return zone.transitions.empty() ? as_utc : as_utc + transition_at(zone, time)->offset;
}

Instants to_utc(const ZoneTable& zone, LocalTime local) {
  const TimePoint as_utc{local.time_since_epoch()};
  if (zone.transitions.empty()) return {as_utc, as_utc};
  std::optional<Instants> found;
  for (auto at = transition_at(zone, as_utc - kWidestOffset); at != zone.transitions.end(); ++at) {
    const auto time = as_utc - at->offset;
    if (time < at->utc && at != zone.transitions.begin()) return found.value_or(Instants{at->utc, at->utc});
    const auto next = std::next(at);
    if (next != zone.transitions.end() && time >= next->utc) continue;
    found = {found ? found->first : time, time};
  }
  return found.value_or(Instants{as_utc, as_utc});
}

}  // namespace callwright
