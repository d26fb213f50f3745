#include "service/app/workflow_load.hpp"

#include "service/app/workflow_files.hpp"
#include "service/webhooks/standard_webhook.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace callwright {
namespace {

/// A directory that somebody named has to be there; the default one need not.
bool is_missing(const Config& config) {
  std::error_code ignored;
  return config.origins.contains("workflows") && !std::filesystem::is_directory(config.workflows, ignored);
}

/// A bundle names the secrets of its webhooks; only here it is known whether there are such.
void check_secrets(const Config& config, const Bundle& bundle, std::vector<std::string>& problems) {
  for (const auto& name : secrets_of(bundle)) {
    const auto found = config.secrets.find(name);
    if (found == config.secrets.end()) {
      problems.push_back("a webhook of the workflows is signed with the secret " + name +
                         ", which is not configured; set secrets." + name + " in callwright.yaml");
    } else if (const auto key = signing_key(found->second.reveal()); !key) {
      problems.push_back("secrets." + name + ": " + key.error().detail);
    }
  }
}

}  // namespace

ConfiguredWorkflows load_configured_workflows(const Config& config) {
  ConfiguredWorkflows workflows;
  if (is_missing(config))
    workflows.problems.push_back("workflows: " + config.workflows + " is not a directory");
  const auto files = read_workflow_files(config.workflows);
  if (!files) workflows.problems.push_back(files.error().detail);
  workflows.is_empty = !files || files->empty();
  if (workflows.is_empty) return workflows;
  auto loaded = load_workflow_files(*files);
  workflows.findings = std::move(loaded.findings);
  if (loaded.bundle != nullptr) check_secrets(config, *loaded.bundle, workflows.problems);
  if (workflows.problems.empty()) workflows.bundle = std::move(loaded.bundle);
  return workflows;
}

}  // namespace callwright
