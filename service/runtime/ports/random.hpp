#pragma once

#include "workflows/model/time.hpp"

#include <string>

namespace callwright {

/// Where the runtime gets what nobody may predict. The service draws from the system, a simulation from one
/// seeded generator.
class Random {
 public:
  virtual ~Random() = default;
  /// UUID version 7 (RFC 9562) as lower-case text: `now`, then 74 random bits. Every call gives another one.
  virtual std::string uuid_v7(TimePoint now) = 0;
};

}  // namespace callwright
