#pragma once

#include "service/runtime/ports/random.hpp"

namespace callwright {

/// Draws from the system through libsodium. For all threads.
class SystemRandom final : public Random {
 public:
  std::string uuid_v7(TimePoint now) override;
};

}  // namespace callwright
