#pragma once

#include "workflows/language/zone_table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace callwright {

/// A name for whoever is on call now: the members take turns.
struct Rotation {
  std::string key;                   ///< name under `rotations`
  std::vector<std::string> members;  ///< people, in the order of their turns
  int every = 7;                     ///< days of a turn
  /// The weekday of the handoff: `every: week`. Without one the turns are counted from `start` itself.
  std::optional<std::chrono::weekday> weekday;
  int handoff = 0;  ///< minute of the day
  std::string timezone;
  /// The turn of the first member begins with the first handoff on or after this date; turns count backwards
  /// from there as well, so that somebody is on call at any time.
  std::chrono::local_days start;
};

struct Turn {
  std::string person;  ///< empty where the rotation has no members
  TimePoint from;
  TimePoint until;  ///< the next turn begins here
};

/// The turn at `time`, or the one that is `later` turns after it. A handoff at a local time that is left out
/// in spring happens when clocks are set forward; at one that comes twice in autumn, the first time.
Turn turn_at(const Rotation& rotation, const ZoneTable& zone, TimePoint time, int later = 0);

}  // namespace callwright
