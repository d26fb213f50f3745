#pragma once

#include "service/cli/services.hpp"

namespace callwright {

/// `callwright simulator`: runs until SIGINT or SIGTERM; returns the exit code.
int simulate(const cli::SimulatorRequest& request);

}  // namespace callwright
