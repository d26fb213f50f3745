#pragma once

#include "workflows/language/bundle.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

// What a bundle says at a time. A name that the bundle does not have is a schedule that is never open, or a
// rotation with nobody in it: the loader refuses such names.

bool is_open(const Bundle& bundle, std::string_view schedule, TimePoint time);

/// When the schedule next opens or closes; empty: not within 400 days.
std::optional<TimePoint> next_change(const Bundle& bundle, std::string_view schedule, TimePoint time);

/// The step's `during` is open, and its `outside` is not.
bool is_open(const Bundle& bundle, const RingStep& step, TimePoint time);

/// Whose turn it is, or `turns_later`.
Turn turn_at(const Bundle& bundle, std::string_view rotation, TimePoint time, int turns_later = 0);
std::string on_call(const Bundle& bundle, std::string_view rotation, TimePoint time, int turns_later = 0);

/// What else decides whom a step rings.
struct WhoIsThere {
  TimePoint now;
  /// Rotation -> the person who stands in for the one whose turn it is.
  std::map<std::string, std::string> overrides;
  /// Address -> since when its phone is idle; one that was never rung is missing.
  std::map<std::string, TimePoint> idle_since;
};

/// The people that a step rings now, in order and each once. Groups are their members, those of
/// `longest_idle` beginning with who was never rung, then with who is idle for longest, equal ones as listed.
/// A rotation is who is on call, or stands in; `ROTATION.next` is the one whose turn follows.
std::vector<std::string> people_of(const Bundle& bundle, const RingStep& step, const WhoIsThere& who);

/// Every address of the members of groups with `order: longest_idle`.
std::set<std::string> addresses_by_idle_time(const Bundle& bundle);

/// A name of `ring` that is a rotation's.
struct RotationName {
  std::string_view rotation;
  int turns_later = 0;  ///< 1: `ROTATION.next`
};
RotationName rotation_name(std::string_view name);

}  // namespace callwright
