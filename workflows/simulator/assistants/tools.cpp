#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {
namespace {

/// What a shared tool can be; its definition is given under the same name.
constexpr std::string_view kTypesOfTool[] = {
    "webhook", "client_side_tool", "function", "handoff",
    "invite",  "retrieval",        "pay",      "update_dynamic_variables"};

Json tool_json(const Resource& tool) {
  JsonWriter writer;
  writer.begin_object().member("id", tool.id);
  tool.fields.write(writer);
  return writer.member("created_at", format_time(tool.created_at)).end_object().finish();
}

/// Takes what the body gives. `fields` then has the answer's members: display_name, type, timeout_ms,
/// tool_definition.
std::optional<ApiResponse> take_tool(Fields& fields, const JsonNode& body) {
  for (const auto* name : {"display_name", "type", "timeout_ms"}) {
    if (body[name].exists()) fields.set(name, body[name].json());
  }
  const auto type = fields.text("type");
  if (std::ranges::find(kTypesOfTool, type) == std::end(kTypesOfTool)) {
    return invalid("type", "There is no tool of type " + type + ".");
  }
  if (body[type].exists()) fields.set("tool_definition", body[type].json());
  const bool is_other_type = body["type"].exists() && !body[type].exists();
  if (is_other_type) return invalid(type, "A tool of type " + type + " needs " + type + ".");
  return std::nullopt;
}

ApiResponse create_tool(const Query& query) {
  Resource tool;
  const auto* timeout = query.route.operation->field("timeout_ms");
  tool.fields.set("display_name", "");
  tool.fields.set("type", "");
  tool.fields.set("timeout_ms", timeout->default_value);
  if (const auto refused = take_tool(tool.fields, query.body)) return *refused;
  tool.id = query.world.ids.uuid();
  tool.created_at = query.world.now;
  return plain(tool_json(query.world.account.tools.emplace_back(std::move(tool))));
}

ApiResponse get_tool(const Query& query) {
  const auto* tool = tool_of(query);
  return tool == nullptr ? unknown(query, "tool") : plain(tool_json(*tool));
}

ApiResponse list_tools(const Query& query) {
  const auto type = query.option("filter[type]");
  const auto name = query.option("filter[name]");
  std::vector<Json> objects;
  for (const auto& tool : query.world.account.tools) {
    if (type && tool.fields.text("type") != *type) continue;
    if (name && tool.fields.text("display_name") != *name) continue;
    objects.push_back(tool_json(tool));
  }
  return paged_list(query, objects);
}

ApiResponse update_tool(const Query& query) {
  auto* tool = tool_of(query);
  if (tool == nullptr) return unknown(query, "tool");
  auto fields = tool->fields;
  if (const auto refused = take_tool(fields, query.body)) return *refused;
  tool->fields = std::move(fields);
  return plain(tool_json(*tool));
}

void detach_everywhere(State& account, const std::string& tool_id) {
  for (auto& assistant : account.assistants) {
    for (auto& version : assistant.versions) {
      auto ids = version.settings.texts("tool_ids");
      if (std::erase(ids, tool_id) > 0) version.settings.set_texts("tool_ids", ids);
    }
  }
}

ApiResponse delete_tool(const Query& query) {
  const auto id = query.parameter("tool_id");
  if (!erase_by_id(query.world.account.tools, id)) return unknown(query, "tool");
  detach_everywhere(query.world.account, id);
  return plain(json_object({}));
}

}  // namespace

Handlers tool_handlers() {
  return {{"create_tool", create_tool},
          {"get_tool", get_tool},
          {"list_tools", list_tools},
          {"update_tool", update_tool},
          {"delete_tool", delete_tool}};
}

}  // namespace callwright::simulator::assistants
