#include "service/app/config.hpp"
#include "service/app/config_values.hpp"

namespace callwright {

bool is_bound_locally(const Config& config) {
  return config::is_loopback(config.listen) && config.public_url.empty();
}

std::vector<std::string> start_problems(const Config& config, bool has_workflows) {
  std::vector<std::string> problems;
  if (config.telnyx_api_key.empty()) problems.emplace_back("TELNYX_API_KEY is required");
  if (!has_workflows) {
    if (config.telnyx_assistant_id.empty()) problems.emplace_back("TELNYX_ASSISTANT_ID is required");
  } else if (config.telnyx_public_keys.empty() && !config.insecure_skip_verification) {
    problems.emplace_back("TELNYX_PUBLIC_KEY is required");
  }
  if (config.insecure_skip_verification && !is_bound_locally(config)) {
    problems.emplace_back(
        "--insecure-skip-verification works only while CALLWRIGHT_LISTEN is a loopback address and "
        "CALLWRIGHT_PUBLIC_URL is not set");
  }
  return problems;
}

}  // namespace callwright
