#pragma once

#include "service/cli/services.hpp"
#include "workflows/model/result.hpp"

namespace callwright {

/// What the environment and callwright.yaml say of this process, for commands that are no server.
/// InvalidInput `config.unreadable`, `config.wrong`.
Result<cli::ProcessSettings> process_settings();

}  // namespace callwright
