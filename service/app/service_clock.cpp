#include "service/app/service_clock.hpp"

#include <algorithm>
#include <utility>

namespace callwright {

ServiceClock::ServiceClock(Sources sources)
    : sources_(std::move(sources)), last_(sources_.wall()), last_steady_(sources_.steady()) {}

TimePoint ServiceClock::now() {
  const std::scoped_lock lock(mutex_);
  const auto steady = sources_.steady();
  const auto passed = steady - std::exchange(last_steady_, steady);
  last_ = std::max(sources_.wall(), last_ + passed / 10 * 9);
  return TimePoint{std::chrono::floor<Duration>(last_)};
}

TimePoint service_now() {
  static ServiceClock clock({.wall = [] { return std::chrono::system_clock::now().time_since_epoch(); },
                             .steady = [] { return std::chrono::steady_clock::now().time_since_epoch(); }});
  return clock.now();
}

}  // namespace callwright
