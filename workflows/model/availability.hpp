#pragma once

#include "workflows/model/time.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace callwright {

/// Somebody stands in for whoever a rotation would have on call.
struct OnCallOverride {
  std::string rotation;
  std::string person;
  TimePoint from{};
  std::optional<TimePoint> until;  ///< not included; empty: until it is taken back
  std::string by;                  ///< who said so
  friend bool operator==(const OnCallOverride&, const OnCallOverride&) = default;
};

/// What a step of an escalation needs to know of the people beside the workflow: it comes with every input.
struct Availability {
  std::vector<OnCallOverride> overrides;        ///< at most one for each rotation
  std::map<std::string, TimePoint> idle_since;  ///< by address: when its latest call or ringing ended
  friend bool operator==(const Availability&, const Availability&) = default;
};

using AvailabilityPtr = std::shared_ptr<const Availability>;

}  // namespace callwright
