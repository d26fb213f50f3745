#pragma once

#include "workflows/language/zone_table.hpp"

#include <bitset>
#include <optional>
#include <string>
#include <vector>

namespace callwright {

/// Opening hours, judged by the clock on the wall: an hour that is left out in spring is not open, one that
/// comes twice in autumn is open twice.
struct Schedule {
  struct Hours {
    std::bitset<7> days;  ///< from Monday: on which they begin
    int from = 0;         ///< minute of the day
    int to = 0;           ///< minute of the day, at most 1440; before `from`: of the next day
    friend bool operator==(const Hours&, const Hours&) = default;
  };
  std::string key;  ///< name under `schedules`
  std::string timezone;
  std::vector<Hours> open;
  /// Sorted. Nothing is open on these dates, and a night that would begin on one does not: what began the
  /// evening before ends at their midnight.
  std::vector<std::chrono::local_days> closed;
};

bool is_open(const Schedule& schedule, const ZoneTable& zone, TimePoint time);

/// The first moment after `time` from which on `is_open` is different; none within the next 400 days: empty.
std::optional<TimePoint> next_change(const Schedule& schedule, const ZoneTable& zone, TimePoint time);

}  // namespace callwright
