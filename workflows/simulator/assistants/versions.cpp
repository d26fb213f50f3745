#include "workflows/simulator/assistants/assistant_json.hpp"
#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/settings.hpp"

namespace callwright::simulator::assistants {
namespace {

/// A version that the path names, or why it is not to be had.
struct Found {
  Assistant* assistant = nullptr;
  Version* version = nullptr;
  ApiResponse refused;
};

Found version_of(const Query& query) {
  Found found;
  found.assistant = assistant_of(query);
  if (found.assistant == nullptr) {
    found.refused = unknown(query, "assistant");
    return found;
  }
  found.version = found.assistant->version(query.parameter("version_id"));
  if (found.version == nullptr) found.refused = unknown(query, "version");
  return found;
}

/// The same for what changes a version: the main one is not to be had.
Found other_version_of(const Query& query) {
  auto found = version_of(query);
  if (found.version == nullptr || found.version->id != found.assistant->main_version) return found;
  found.version = nullptr;
  found.refused = bad_request("The main version cannot be changed or deleted through its version.");
  return found;
}

ApiResponse list_versions(const Query& query) {
  const auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  std::vector<Json> objects;
  for (const auto& version : assistant->versions)
    objects.push_back(assistant_json(query.world.account, *assistant, version));
  return whole_list(objects);
}

ApiResponse get_version(const Query& query) {
  const auto found = version_of(query);
  if (found.version == nullptr) return found.refused;
  auto shown = *found.version;
  if (query.option("include_mcp_servers") == "false") shown.settings.erase("mcp_servers");
  return plain(assistant_json(query.world.account, *found.assistant, shown));
}

ApiResponse update_version(const Query& query) {
  const auto found = other_version_of(query);
  if (found.version == nullptr) return found.refused;
  auto settings = updated_settings(found.version->settings, *query.route.operation, query.body);
  if (const auto refused = refused_tools(query, settings)) return *refused;
  found.version->settings = std::move(settings);
  return plain(assistant_json(query.world.account, *found.assistant, *found.version));
}

ApiResponse delete_version(const Query& query) {
  const auto found = other_version_of(query);
  if (found.version == nullptr) return found.refused;
  erase_by_id(found.assistant->versions, query.parameter("version_id"));
  return without_body(204);
}

ApiResponse promote_version(const Query& query) {
  const auto found = version_of(query);
  if (found.version == nullptr) return found.refused;
  found.assistant->main_version = found.version->id;
  found.assistant->canary.reset();
  return plain(assistant_json(query.world.account, *found.assistant));
}

}  // namespace

Handlers version_handlers() {
  return {{"list_versions", list_versions},
          {"get_version", get_version},
          {"update_version", update_version},
          {"delete_version", delete_version},
          {"promote_version", promote_version}};
}

}  // namespace callwright::simulator::assistants
