#include "service/app/process_settings.hpp"

#include "service/app/start_plan.hpp"

namespace callwright {

Result<cli::ProcessSettings> process_settings() {
  const auto config = own_config();
  if (!config) return std::unexpected(config.error());
  return cli::ProcessSettings{.public_url = config->public_url,
                              .workflows = config->workflows,
                              .assistant_id = config->telnyx_assistant_id,
                              .sms_from = config->sms_from};
}

}  // namespace callwright
