#include "workflows/simulator/assistants/tools_of.hpp"

#include <algorithm>
#include <set>

namespace callwright::simulator::assistants {
namespace {

constexpr std::string_view kSeveralAllowed[] = {"function", "webhook", "client_side_tool"};

std::vector<const Resource*> shared_tools(const State& account, const Fields& settings) {
  std::vector<const Resource*> tools;
  for (const auto& id : settings.texts("tool_ids")) {
    const auto* tool = find_by_id(account.tools, id);
    if (tool != nullptr) tools.push_back(tool);
  }
  return tools;
}

void write_own(JsonWriter& writer, const JsonNode& tool) {
  writer.begin_object();
  for (const auto& [name, value] : tool.members()) {
    if (name != "shared") writer.key(name).node(value);
  }
  writer.member("shared", false).end_object();
}

void write_shared(JsonWriter& writer, const Resource& tool) {
  const auto type = tool.fields.text("type");
  writer.begin_object().member("type", type).member(type, *tool.fields.find("tool_definition"));
  if (type == "webhook") writer.member("timeout_ms", *tool.fields.find("timeout_ms"));
  writer.member("shared", true).end_object();
}

}  // namespace

Json tools_of(const State& account, const Fields& settings) {
  JsonWriter writer;
  writer.begin_array();
  if (const auto* own = settings.find("tools")) {
    const auto document = JsonDocument::of(*own);
    for (const auto& tool : document.root().elements()) write_own(writer, tool);
  }
  for (const auto* tool : shared_tools(account, settings)) write_shared(writer, *tool);
  return writer.end_array().finish();
}

std::string doubled_tool(const State& account, const Fields& settings) {
  const auto document = JsonDocument::of(tools_of(account, settings));
  std::set<std::string> seen;
  for (const auto& tool : document.root().elements()) {
    const auto type = tool["type"].str();
    const bool may_be_several = std::ranges::find(kSeveralAllowed, type) != std::end(kSeveralAllowed);
    if (!may_be_several && !seen.insert(type).second) return type;
  }
  return {};
}

}  // namespace callwright::simulator::assistants
