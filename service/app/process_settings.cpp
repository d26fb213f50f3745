#include "service/app/process_settings.hpp"

#include "service/app/start_plan.hpp"

#include <string>
#include <utility>

namespace callwright {

Result<cli::ProcessSettings> process_settings() {
  const auto sources = config_sources({});
  if (!sources) return std::unexpected(sources.error());
  const auto config = load_config(*sources);
  if (config) {
    return cli::ProcessSettings{.public_url = config->public_url,
                                .workflows = config->workflows,
                                .assistant_id = config->telnyx_assistant_id,
                                .sms_from = config->sms_from};
  }
  std::string problems;
  for (const auto& problem : config.error()) problems += (problems.empty() ? "" : "; ") + problem;
  return fail(Errc::InvalidInput, "config.wrong", std::move(problems));
}

}  // namespace callwright
