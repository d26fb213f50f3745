#include "service/cli/api/help.hpp"
#include "service/cli/terminal.hpp"

#include <algorithm>
#include <map>

namespace callwright::cli::api {
namespace {

bool mentions(const Operation& operation, std::string_view part) {
  if (part.empty()) return true;
  std::string wanted(part);
  std::ranges::replace(wanted, '-', '_');
  return std::ranges::any_of(std::vector<std::string>{operation.name, operation.group, operation.path},
                             [&](const auto& text) { return text.find(wanted) != std::string::npos; });
}

/// `call_command` as a heading.
std::string title_of(std::string_view group) {
  std::string text(group);
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// The operations that are asked for by their group, both in the order of the catalogue.
std::vector<std::pair<std::string, std::vector<const Operation*>>> by_group(std::string_view part) {
  std::vector<std::pair<std::string, std::vector<const Operation*>>> groups;
  for (const auto& operation : Catalogue::get().operations()) {
    if (!mentions(operation, part)) continue;
    auto group = std::ranges::find(groups, operation.group, [](const auto& pair) { return pair.first; });
    if (group == groups.end()) group = groups.insert(groups.end(), {operation.group, {}});
    group->second.push_back(&operation);
  }
  return groups;
}

}  // namespace

std::string list_text(std::string_view part) {
  std::string text;
  for (const auto& [group, operations] : by_group(part)) {
    std::vector<std::vector<std::string>> rows;
    for (const auto* operation : operations)
      rows.push_back({"  " + operation->name, operation->summary, operation->method + " " + operation->path});
    text += (text.empty() ? "" : "\n") + title_of(group) + "\n" + table(rows);
  }
  return text;
}

Json list_json(std::string_view part) {
  JsonWriter out;
  out.begin_array();
  for (const auto& operation : Catalogue::get().operations()) {
    if (!mentions(operation, part)) continue;
    out.begin_object().member("name", operation.name).member("group", operation.group);
    out.member("method", operation.method).member("path", operation.path);
    out.key("path_params").begin_array();
    for (const auto& name : operation.path_params) out.string(name);
    out.end_array().member("summary", operation.summary).end_object();
  }
  return out.end_array().finish();
}

}  // namespace callwright::cli::api
