#pragma once

#include "service/app/service.hpp"
#include "service/cli/services.hpp"

#include <expected>
#include <string>
#include <vector>

namespace callwright {

/// What `serve` starts with, or every reason why it must not, one sentence each.
struct StartPlan {
  ServiceOptions options;
  std::vector<std::string> warnings;  ///< of the workflows
};

/// Where the settings of this process come from: its flags, its environment, its file.
/// InvalidInput `config.unreadable`: the file that was asked for cannot be read.
Result<ConfigSources> config_sources(const cli::ServeRequest& request);

/// The configuration of a command that serves nothing. InvalidInput `config.unreadable` as above,
/// `config.wrong`: the detail is every problem.
Result<Config> own_config();

std::expected<StartPlan, std::vector<std::string>> plan_start(Config config);

}  // namespace callwright
