#include "workflows/assistants/settings.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>

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
