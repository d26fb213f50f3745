#pragma once

#include "workflows/model/time.hpp"

#include <chrono>
#include <functional>
#include <mutex>

namespace callwright {

/// The time by which timers fire and deadlines are kept. It follows the wall clock but never goes back: when
/// that is set back, it goes on at nine tenths of its pace until the wall clock has caught up. So a step of
/// the clock neither makes phones ring again nor leaves a caller waiting for a timer. What others have dated
/// (signatures) is compared with the wall clock itself.
class ServiceClock {
 public:
  using Nanoseconds = std::chrono::nanoseconds;
  /// Since their epochs.
  struct Sources {
    std::function<Nanoseconds()> wall;
    std::function<Nanoseconds()> steady;
  };

  explicit ServiceClock(Sources sources);
  /// From any thread.
  TimePoint now();

 private:
  Sources sources_;
  std::mutex mutex_;
  Nanoseconds last_;
  Nanoseconds last_steady_;
};

/// The one of the process.
TimePoint service_now();

}  // namespace callwright
