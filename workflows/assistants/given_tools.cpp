#include "workflows/assistants/given_tools.hpp"

#include <algorithm>

namespace callwright::assistants {
namespace {

/// The name that the model sees of a tool as it is written; without one, its type.
std::string written_name(const language::Node& tool) {
  const auto* type = tool.get("type");
  if (type == nullptr) return {};
  const auto* definition = tool.get(type->text);
  const auto* name = definition == nullptr ? nullptr : definition->get("name");
  return name == nullptr ? type->text : name->text;
}

language::Place place_of(const SettingsFile& file, const std::string& name) {
  const auto* list = file.written.get("tools");
  if (list == nullptr) return file.written.place_of("tools");
  const auto found = std::ranges::find(list->items, name, written_name);
  return found == list->items.end() ? file.written.place_of("tools") : found->place;
}

}  // namespace

GivenTools::GivenTools(const SettingsFile& file, const Folder& folder, const JsonNode& settings) {
  for (const auto& tool : settings["tools"].elements())
    tools_.push_back({tool, place_of(file, tool_name(tool))});
  for (const auto& id : settings["tool_ids"].elements()) {
    const auto* shared = folder.tool(id.str());
    if (shared == nullptr) continue;
    shared_.push_back(JsonDocument::of(json_of(shared->settings)));
    tools_.push_back({shared_.back().root(), shared->written.place_of("type")});
  }
}

const GivenTool* GivenTools::of_type(std::string_view type) const {
  const auto found =
      std::ranges::find(tools_, type, [](const GivenTool& tool) { return tool.definition["type"].str(); });
  return found == tools_.end() ? nullptr : &*found;
}

const GivenTool* GivenTools::named(std::string_view name) const {
  const auto found =
      std::ranges::find(tools_, name, [](const GivenTool& tool) { return tool_name(tool.definition); });
  return found == tools_.end() ? nullptr : &*found;
}

}  // namespace callwright::assistants
