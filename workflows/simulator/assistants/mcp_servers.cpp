#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {
namespace {

Json server_json(const Resource& server) {
  JsonWriter writer;
  writer.begin_object().member("id", server.id);
  server.fields.write(writer);
  return writer.member("created_at", format_time(server.created_at)).end_object().finish();
}

Resource* server_of(const Query& query) {
  return find_by_id(query.world.account.mcp_servers, query.parameter("mcp_server_id"));
}

ApiResponse create_mcp_server(const Query& query) {
  Resource server{.id = query.world.ids.uuid(), .created_at = query.world.now, .fields = {}};
  for (const auto* name : {"allowed_tools", "api_key_ref", "name", "type", "url"}) {
    server.fields.set(name, query.body[name].exists() ? query.body[name].json() : Json());
  }
  return plain(server_json(query.world.account.mcp_servers.emplace_back(std::move(server))));
}

ApiResponse get_mcp_server(const Query& query) {
  const auto* server = server_of(query);
  return server == nullptr ? unknown(query, "MCP server") : plain(server_json(*server));
}

/// A bare array, although it takes pages.
ApiResponse list_mcp_servers(const Query& query) {
  std::vector<Json> objects;
  for (const auto& server : query.world.account.mcp_servers) {
    const auto fits = [&](const char* name) {
      return server.fields.text(name) == query.option(name).value_or(server.fields.text(name));
    };
    if (fits("type") && fits("url")) objects.push_back(server_json(server));
  }
  return plain(array_of(page_of_list(query, objects)));
}

ApiResponse update_mcp_server(const Query& query) {
  auto* server = server_of(query);
  if (server == nullptr) return unknown(query, "MCP server");
  set_given(server->fields, *query.route.operation, query.body);
  for (const auto* name : {"id", "created_at"}) server->fields.erase(name);  // accepted, and not changed
  return plain(server_json(*server));
}

ApiResponse delete_mcp_server(const Query& query) {
  const auto id = query.parameter("mcp_server_id");
  return erase_by_id(query.world.account.mcp_servers, id) ? without_body() : unknown(query, "MCP server");
}

}  // namespace

Handlers mcp_server_handlers() {
  return {{"create_mcp_server", create_mcp_server},
          {"get_mcp_server", get_mcp_server},
          {"list_mcp_servers", list_mcp_servers},
          {"update_mcp_server", update_mcp_server},
          {"delete_mcp_server", delete_mcp_server}};
}

}  // namespace callwright::simulator::assistants
