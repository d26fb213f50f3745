#include "workflows/assistants/names.hpp"

#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace callwright::assistants {
namespace {

using Table = std::map<std::string, std::string, std::less<>>;
using Rename = std::function<std::string(const std::string& text)>;

/// Something that a file names and the account does not have yet.
bool is_pending(const Table& ids, const std::string& name) {
  const auto found = ids.find(name);
  return found != ids.end() && found->second.empty();
}

Rename id_by_name(const Table& ids) {
  return [&ids](const std::string& text) {
    const auto found = ids.find(text);
    return found == ids.end() || found->second.empty() ? text : found->second;
  };
}

Rename name_by_id(const Table& ids) {
  return [&ids](const std::string& text) {
    const auto found = std::ranges::find(ids, text, [](const auto& entry) { return entry.second; });
    return found == ids.end() || text.empty() ? text : found->first;
  };
}

Json renamed_texts(const Json& list, const Rename& rename) {
  const auto document = JsonDocument::of(list);
  if (!document.root().is_array()) return list;
  std::vector<std::string> texts;
  for (const auto& element : document.root().elements()) texts.push_back(rename(element.str()));
  return language::json_texts(texts);
}

void write_target(JsonWriter& writer, const JsonNode& target, const Rename& rename) {
  if (!target.is_object()) {
    writer.node(target);
    return;
  }
  writer.begin_object();
  for (const auto& [key, value] : target.members()) {
    writer.key(key);
    if (key == "id") {
      writer.string(rename(value.str()));
    } else {
      writer.node(value);
    }
  }
  writer.end_object();
}

/// The parameters of a handoff tool.
Json renamed_handoff(const JsonNode& handoff, const Rename& rename) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [key, value] : handoff.members()) {
    writer.key(key);
    if (key != "ai_assistants" || !value.is_array()) {
      writer.node(value);
      continue;
    }
    writer.begin_array();
    for (const auto& target : value.elements()) write_target(writer, target, rename);
    writer.end_array();
  }
  return writer.end_object().finish();
}

Json renamed_tool(const JsonNode& tool, const Rename& rename) {
  if (!tool["handoff"].is_object()) return tool.json();
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [key, value] : tool.members()) {
    writer.key(key);
    if (key == "handoff") {
      writer.raw(renamed_handoff(value, rename));
    } else {
      writer.node(value);
    }
  }
  return writer.end_object().finish();
}

Settings renamed(Settings settings, const Rename& tool, const Rename& assistant) {
  if (const auto ids = settings.find("tool_ids"); ids != settings.end())
    ids->second = renamed_texts(ids->second, tool);
  if (const auto handoff = settings.find("handoff"); handoff != settings.end()) {
    const auto document = JsonDocument::of(handoff->second);
    handoff->second = renamed_handoff(document.root(), assistant);
  }
  const auto tools = settings.find("tools");
  if (tools == settings.end()) return settings;
  const auto document = JsonDocument::of(tools->second);
  if (!document.root().is_array()) return settings;
  std::vector<Json> list;
  for (const auto& one : document.root().elements()) list.push_back(renamed_tool(one, assistant));
  tools->second = language::json_list(list);
  return settings;
}

/// The targets of a handoff that are still to be made.
std::vector<std::string> pending_targets(const JsonNode& handoff, const Table& assistants) {
  std::vector<std::string> pending;
  for (const auto& target : handoff["ai_assistants"].elements()) {
    if (is_pending(assistants, target["id"].str())) pending.push_back(target["id"].str());
  }
  return pending;
}

void drop_pending_tools(Settings& settings, const Ids& ids, std::vector<std::string>& pending) {
  const auto list = settings.find("tools");
  if (list == settings.end()) return;
  const auto document = JsonDocument::of(list->second);
  std::vector<Json> kept;
  for (const auto& tool : document.root().elements()) {
    const auto targets = pending_targets(tool["handoff"], ids.assistants);
    if (targets.empty()) kept.push_back(tool.json());
    pending.insert(pending.end(), targets.begin(), targets.end());
  }
  list->second = language::json_list(kept);
}

void drop_pending_ids(Settings& settings, const Ids& ids, std::vector<std::string>& pending) {
  const auto list = settings.find("tool_ids");
  if (list == settings.end()) return;
  const auto document = JsonDocument::of(list->second);
  std::vector<std::string> kept;
  for (const auto& id : document.root().elements())
    (is_pending(ids.tools, id.str()) ? pending : kept).push_back(id.str());
  list->second = language::json_texts(kept);
}

}  // namespace

Settings with_names(Settings settings, const Ids& ids) {
  return renamed(std::move(settings), name_by_id(ids.tools), name_by_id(ids.assistants));
}

Settings with_ids(Settings settings, const Ids& ids, std::vector<std::string>* pending) {
  auto result = renamed(std::move(settings), id_by_name(ids.tools), id_by_name(ids.assistants));
  std::vector<std::string> missing;
  drop_pending_tools(result, ids, missing);
  drop_pending_ids(result, ids, missing);
  if (const auto handoff = result.find("handoff"); handoff != result.end()) {
    const auto document = JsonDocument::of(handoff->second);
    for (auto& target : pending_targets(document.root(), ids.assistants))
      missing.push_back(std::move(target));
  }
  if (pending != nullptr) *pending = std::move(missing);
  return result;
}

}  // namespace callwright::assistants
