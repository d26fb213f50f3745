#pragma once

#include "service/cli/services.hpp"

namespace callwright {

/// `callwright serve`: runs until SIGINT or SIGTERM; returns the exit code. Everything that keeps it from
/// starting is told at once.
int serve(const cli::ServeRequest& request);

}  // namespace callwright
