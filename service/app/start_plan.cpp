#include "service/app/start_plan.hpp"

#include "service/app/inherited_socket.hpp"
#include "service/app/workflow_load.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <unistd.h>

namespace callwright {
namespace {

constexpr const char* kConfigFile = "callwright.yaml";

Result<std::string> read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in)
    return fail(Errc::InvalidInput, "config.unreadable", path + " cannot be read: " + std::strerror(errno));
  return text;
}

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> variables;
  for (char** own = environ; *own != nullptr; ++own) {
    const std::string_view variable(*own);
    const auto sign = variable.find('=');
    if (sign != std::string_view::npos)
      variables.emplace(variable.substr(0, sign), variable.substr(sign + 1));
  }
  return variables;
}

/// What `callwright validate` prints, as one problem, or one line for each finding where lines are JSON.
void add_report(const std::vector<Finding>& findings, const Config& config,
                std::vector<std::string>& problems) {
  const bool is_json = config.log_format == Config::LogFormat::Json;
  std::string report = "the workflows of " + config.workflows + " cannot be run:";
  for (const auto& finding : findings) {
    if (is_json) problems.push_back(format_finding(finding));
    report += "\n" + format_report(finding);
  }
  if (!is_json) problems.push_back(std::move(report));
}

}  // namespace

Result<ConfigSources> config_sources(const cli::ServeRequest& request) {
  ConfigSources sources;
  sources.flags = request.flags;
  sources.environment = own_environment();
  sources.read_file = &read_text;
  sources.cores = std::max(1U, std::thread::hardware_concurrency());
  sources.file_name = request.config_file.empty() ? kConfigFile : request.config_file;
  if (request.config_file.empty() && !std::filesystem::exists(kConfigFile)) return sources;
  auto text = read_text(sources.file_name);
  if (!text) return std::unexpected(text.error());
  sources.file = std::move(*text);
  return sources;
}

Result<Config> own_config() {
  const auto sources = config_sources({});
  if (!sources) return std::unexpected(sources.error());
  auto config = load_config(*sources);
  if (config) return std::move(*config);
  std::string problems;
  for (const auto& problem : config.error()) problems += (problems.empty() ? "" : "; ") + problem;
  return fail(Errc::InvalidInput, "config.wrong", std::move(problems));
}

std::expected<StartPlan, std::vector<std::string>> plan_start(Config config) {
  StartPlan plan;
  std::vector<std::string> problems;
  auto workflows = load_configured_workflows(config);
  problems = std::move(workflows.problems);
  for (auto& problem : start_problems(config, !workflows.is_empty || !problems.empty()))
    problems.push_back(std::move(problem));
  const bool is_wrong = std::ranges::any_of(workflows.findings, &Finding::is_error);
  if (is_wrong) add_report(workflows.findings, config, problems);
  for (const auto& finding : workflows.findings) plan.warnings.push_back(format_finding(finding));
  plan.options.bundle = std::move(workflows.bundle);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  plan.options.config = std::move(config);
  plan.options.listening_fd = inherited_socket();
  return plan;
}

}  // namespace callwright
