#include "workflows/assistants/wanted.hpp"

#include "workflows/assistants/difference.hpp"
#include "workflows/language/scalars.hpp"

#include <algorithm>

namespace callwright::assistants {
namespace {

constexpr std::string_view kVariablesUrl = "dynamic_variables_webhook_url";

void check_workflows(const SettingsFile& file, const Demand& demand, language::Findings& findings) {
  std::vector<std::string> known;
  if (demand.bundle != nullptr) {
    for (const auto& workflow : demand.bundle->workflows) known.push_back(workflow.key);
  }
  for (const auto& name : file.workflows) {
    if (std::ranges::find(known, name) != known.end()) continue;
    auto hint = language::hint_for(name, known);
    const auto otherwise = known.empty() ? "; no workflows were read: name their directory with --workflows"
                                         : language::all_of(known);
    auto message = "there is no workflow " + language::quoted(name) + hint.or_else(otherwise);
    findings.error(file.written.place_of("workflows"), "unresolved_name", std::move(message),
                   std::move(hint));
  }
}

/// The names that the model sees of the tools that somebody wrote.
std::vector<std::string> written_tools(const SettingsFile& file, const Folder& folder) {
  std::vector<std::string> names;
  const auto own = file.settings.find("tools");
  const auto tools = JsonDocument::of(own == file.settings.end() ? Json() : own->second);
  for (const auto& tool : tools.root().elements()) names.push_back(tool_name(tool));
  const auto shared = file.settings.find("tool_ids");
  const auto ids = JsonDocument::of(shared == file.settings.end() ? Json() : shared->second);
  for (const auto& id : ids.root().elements()) {
    if (const auto* tool = folder.tool(id.str()); tool != nullptr) {
      const auto document = JsonDocument::of(json_of(tool->settings));
      names.push_back(tool_name(document.root()));
    }
  }
  return names;
}

std::vector<Json> tools_besides(const Settings& settings, const std::vector<std::string>& generated) {
  const auto found = settings.find("tools");
  const auto document = JsonDocument::of(found == settings.end() ? Json() : found->second);
  std::vector<Json> tools;
  for (const auto& tool : document.root().elements()) {
    if (std::ranges::find(generated, tool_name(tool)) == generated.end()) tools.push_back(tool.json());
  }
  return tools;
}

void refuse_without_url(const SettingsFile& file, const std::string& what, language::Findings& findings) {
  findings.error(
      file.written.place, "public_url_missing",
      what +
          " has to name this service: give its address with --public-url, CALLWRIGHT_PUBLIC_URL or "
          "`public_url` in callwright.yaml");
}

void add_generated(const SettingsFile& file, const Settings& account, const Demand& demand, Wanted& wanted,
                   language::Findings& findings) {
  if (wanted.generated.empty()) return;
  const auto& base = file.settings.contains("tools") ? file.settings : account;
  auto tools = tools_besides(base, wanted.generated);
  for (const auto& tool : wanted.needed) {
    if (std::ranges::find(wanted.generated, tool.name) == wanted.generated.end()) continue;
    if (demand.public_url.empty())
      refuse_without_url(
          file,
          "the tool " + language::quoted(tool.name) + " of the workflow " + language::quoted(tool.workflow),
          findings);
    tools.push_back(definition_of(tool, demand.public_url));
  }
  wanted.settings.insert_or_assign("tools", language::json_list(tools));
}

std::string variables_url(const Demand& demand) { return demand.public_url + "/webhooks/telnyx/variables"; }

void add_variables_url(const SettingsFile& file, const Demand& demand, Wanted& wanted,
                       language::Findings& findings) {
  const bool is_asked =
      std::ranges::any_of(wanted.workflows, [](const auto* one) { return gives_variables(*one); });
  if (!is_asked || file.settings.contains(kVariablesUrl)) return;
  if (demand.public_url.empty()) refuse_without_url(file, "`dynamic_variables_webhook_url`", findings);
  wanted.settings.emplace(kVariablesUrl, language::json_text(variables_url(demand)));
}

/// Where no workflows were read, nobody knows which tools they need: those that name the call stay.
void keep_call_tools(const Settings& account, Wanted& wanted) {
  const auto own = wanted.settings.find("tools");
  const auto theirs = account.find("tools");
  if (own == wanted.settings.end() || theirs == account.end()) return;
  const auto written = JsonDocument::of(own->second);
  const auto document = JsonDocument::of(theirs->second);
  std::vector<Json> tools;
  std::vector<std::string> names;
  for (const auto& tool : written.root().elements()) {
    tools.push_back(tool.json());
    names.push_back(tool_name(tool));
  }
  for (const auto& tool : document.root().elements()) {
    const bool is_of_call = tool["webhook"]["url"].str().find("{{callwright_call}}") != std::string::npos;
    if (is_of_call && std::ranges::find(names, tool_name(tool)) == names.end()) tools.push_back(tool.json());
  }
  own->second = language::json_list(tools);
}

bool is_generated(const JsonNode& tool, const std::vector<NeededTool>& needed, const Demand& demand) {
  const auto found = std::ranges::find(needed, tool_name(tool), &NeededTool::name);
  if (found == needed.end()) return false;
  const auto ours = definition_of(*found, demand.public_url);
  return differences({{"tool", ours}}, {{"tool", tool.json()}}).empty();
}

void drop_generated(Settings& settings, const std::vector<NeededTool>& needed, const Demand& demand) {
  const auto found = settings.find("tools");
  if (found == settings.end()) return;
  const auto document = JsonDocument::of(found->second);
  std::vector<Json> kept;
  for (const auto& tool : document.root().elements()) {
    if (!is_generated(tool, needed, demand)) kept.push_back(tool.json());
  }
  found->second = language::json_list(kept);
}

}  // namespace

Wanted wanted_of(const SettingsFile& file, const Folder& folder, std::string_view id, const Settings& account,
                 const Demand& demand, language::Findings& findings) {
  check_workflows(file, demand, findings);
  Wanted wanted{.settings = file.settings, .workflows = {}, .needed = {}, .generated = {}};
  if (demand.bundle == nullptr) {
    keep_call_tools(account, wanted);
    return wanted;
  }
  wanted.workflows = workflows_of(*demand.bundle, id, file.workflows);
  wanted.needed = needed_tools(wanted.workflows);
  const auto written = written_tools(file, folder);
  for (const auto& tool : wanted.needed) {
    if (std::ranges::find(written, tool.name) == written.end()) wanted.generated.push_back(tool.name);
  }
  add_generated(file, account, demand, wanted, findings);
  add_variables_url(file, demand, wanted, findings);
  return wanted;
}

Settings settings_for_file(Settings account, std::string_view id, const std::vector<std::string>& workflows,
                           const Demand& demand) {
  account = without_application(std::move(account));
  if (demand.bundle == nullptr || demand.public_url.empty()) return account;
  const auto served = workflows_of(*demand.bundle, id, workflows);
  drop_generated(account, needed_tools(served), demand);
  const auto url = account.find(kVariablesUrl);
  const bool is_ours =
      url != account.end() && JsonDocument::of(url->second).root().str() == variables_url(demand);
  if (is_ours && std::ranges::any_of(served, [](const auto* one) { return gives_variables(*one); }))
    account.erase(url);
  return account;
}

bool gives_variables(const Workflow& workflow) {
  const auto& memory = workflow.memory;
  const bool remembers = memory.conversations > 0 || !memory.insights.empty() ||
                         !memory.conversation_query.empty() || !memory.insight_query.empty();
  return !workflow.variables.is_null() || !workflow.metadata.is_null() || remembers;
}

}  // namespace callwright::assistants
