#pragma once

#include "workflows/model/time.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace callwright {

/// The time that clocks on the wall show.
using LocalTime = std::chrono::local_time<Duration>;

/// The offsets of one time zone over some years, as the time zone database had them when the bundle was
/// loaded. It is part of the bundle, so that a call is judged by the same clock for as long as it lasts and a
/// stored bundle needs no database.
struct ZoneTable {
  struct Transition {
    TimePoint utc;                   ///< from here on
    std::chrono::seconds offset{0};  ///< local time less UTC
    friend bool operator==(const Transition&, const Transition&) = default;
  };
  std::string name;                     ///< IANA, `America/Chicago`
  std::vector<Transition> transitions;  ///< in order of time; the first counts before it too; none: UTC
};

LocalTime to_local(const ZoneTable& zone, TimePoint time);

/// When clocks show a local time: twice where they are set back over it.
struct Instants {
  TimePoint first;
  TimePoint last;
};

/// A local time that is left out because clocks are set forward is the moment at which they are.
Instants to_utc(const ZoneTable& zone, LocalTime local);

}  // namespace callwright
