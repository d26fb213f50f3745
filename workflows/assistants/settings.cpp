#include "workflows/assistants/settings.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

namespace callwright::assistants {
namespace {

/// `webhook` and the others whose definition has a name that the model sees.
std::string function_name(const JsonNode& tool) { return tool[tool["type"].str()]["name"].str(); }

Json without(const JsonNode& object, std::string_view name) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [key, value] : object.members()) {
    if (key != name) writer.key(key).node(value);
  }
  return writer.end_object().finish();
}

/// The shared tool that an assistant's answer shows. Its id is not stated to be there: then the type and the
/// name, or where it has none the whole definition, say which it is.
std::string id_of_shared(const JsonNode& shown, const std::vector<Json>& shared) {
  for (const auto* key : {"id", "tool_id"}) {
    if (!shown[key].str().empty()) return shown[key].str();
  }
  const auto type = shown["type"].str();
  const auto name = function_name(shown);
  for (const auto& one : shared) {
    const auto document = JsonDocument::of(one);
    const auto tool = document.root();
    if (tool["type"].str() != type) continue;
    const auto definition = tool["tool_definition"];
    const bool is_same =
        name.empty() ? canonical(definition) == canonical(shown[type]) : definition["name"].str() == name;
    if (is_same) return tool["id"].str();
  }
  return {};
}

void take_tools(Settings& settings, const JsonNode& answer, const std::vector<Json>& shared) {
  std::vector<Json> own;
  std::vector<std::string> ids;
  for (const auto& id : answer["tool_ids"].elements()) ids.push_back(id.str());
  for (const auto& tool : answer["tools"].elements()) {
    if (!tool["shared"].boolean().value_or(false)) {
      own.push_back(without(tool, "shared"));
      continue;
    }
    const auto id = id_of_shared(tool, shared);
    if (!id.empty() && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  settings.insert_or_assign("tools", language::json_list(own));
  settings.insert_or_assign("tool_ids", language::json_texts(ids));
}

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

void write_canonical(JsonWriter& writer, const JsonNode& value) {
  if (value.is_array()) {
    writer.begin_array();
    for (const auto& element : value.elements()) write_canonical(writer, element);
    writer.end_array();
  } else if (value.is_object()) {
    auto members = value.members();
    std::ranges::sort(members, {}, [](const auto& member) { return member.first; });
    writer.begin_object();
    for (const auto& [key, inner] : members) {
      if (inner.is_null()) continue;
      writer.key(key);
      write_canonical(writer, inner);
    }
    writer.end_object();
  } else if (value.exists()) {
    writer.node(value);
  } else {
    writer.null();
  }
}

}  // namespace

Settings settings_of_assistant(const JsonNode& answer, const std::vector<Json>& shared) {
  Settings settings;
  for (const auto& field : Catalogue::get().operation("create_assistant")->body) {
    const auto value = answer[field.name];
    if (value.exists() && !value.is_null()) settings.emplace(field.name, value.json());
  }
  take_tools(settings, answer, shared);
  return settings;
}

Settings without_application(Settings settings) {
  const auto found = settings.find("telephony_settings");
  if (found == settings.end()) return settings;
  const auto document = JsonDocument::of(found->second);
  found->second = without(document.root(), "default_texml_app_id");
  return settings;
}

Settings settings_of_tool(const JsonNode& answer) {
  Settings settings;
  for (const auto* name : {"display_name", "type", "timeout_ms"}) {
    const auto value = answer[name];
    if (value.exists() && !value.is_null()) settings.emplace(name, value.json());
  }
  const auto type = answer["type"].str();
  const auto definition = answer["tool_definition"].exists() ? answer["tool_definition"] : answer[type];
  if (definition.exists() && !definition.is_null()) settings.emplace(type, definition.json());
  return settings;
}

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

std::string tool_name(const JsonNode& tool) {
  const auto name = function_name(tool);
  return name.empty() ? tool["type"].str() : name;
}

Json json_of(const Settings& settings) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [name, value] : settings) writer.member(name, value);
  return writer.end_object().finish();
}

Settings settings_from(const JsonNode& object) {
  Settings settings;
  for (const auto& [name, value] : object.members()) settings.emplace(name, value.json());
  return settings;
}

std::string canonical(const JsonNode& value) {
  JsonWriter writer;
  write_canonical(writer, value);
  return writer.take();
}

std::string digest(const Json& value) { return fingerprint(canonical(JsonDocument::of(value).root())); }

}  // namespace callwright::assistants
