#pragma once

#include "service/cli/services.hpp"

namespace callwright {

/// See cli::Services::live_world.
Result<cli::WorldResult> live_world(const cli::WorldRequest& request);

}  // namespace callwright
