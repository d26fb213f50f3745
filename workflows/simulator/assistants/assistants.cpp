#include "workflows/simulator/assistants/assistant_json.hpp"
#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/settings.hpp"

namespace callwright::simulator::assistants {
namespace {

/// What the account at the other provider holds when nobody says which of its assistants to take.
constexpr std::string_view kImportable[] = {"first", "second"};

ApiResponse shown(const Query& query, const Assistant& assistant) {
  return plain(assistant_json(query.world.account, assistant));
}

ApiResponse create_assistant(const Query& query) {
  auto settings = first_settings(query.world, query.body);
  if (const auto refused = refused_tools(query, settings)) return *refused;
  return shown(query, add_assistant(query.world, std::move(settings)));
}

ApiResponse get_assistant(const Query& query) {
  const auto* assistant = assistant_of(query);
  return assistant == nullptr ? unknown(query, "assistant") : shown(query, *assistant);
}

ApiResponse list_assistants(const Query& query) {
  std::vector<Json> objects;
  for (const auto& assistant : query.world.account.assistants)
    objects.push_back(assistant_json(query.world.account, assistant));
  return whole_list(objects);
}

ApiResponse update_assistant(const Query& query) {
  auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  auto settings = updated_settings(assistant->main().settings, *query.route.operation, query.body);
  if (const auto refused = refused_tools(query, settings)) return *refused;
  const auto& version = add_version(query.world, *assistant, std::move(settings));
  if (query.body["promote_to_main"].boolean().value_or(true)) assistant->main_version = version.id;
  return plain(assistant_json(query.world.account, *assistant, version));
}

ApiResponse delete_assistant(const Query& query) {
  const auto id = query.parameter("assistant_id");
  if (!erase_by_id(query.world.account.assistants, id)) return unknown(query, "assistant");
  query.world.account.deleted_assistants.push_back(id);
  JsonWriter writer;
  writer.begin_object().member("id", id).member("object", "assistant").member("deleted", true).end_object();
  return plain(writer.finish());
}

ApiResponse clone_assistant(const Query& query) {
  const auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  auto settings = cloned_settings(query.world, assistant->main().settings);
  return shown(query, add_assistant(query.world, std::move(settings)));
}

/// One that was imported before gets a new version.
Assistant& import_one(World& world, const std::string& import_id, const std::string& provider) {
  const auto body = json_object({{"instructions", "As " + provider + " has them."},
                                 {"name", "Assistant " + import_id + " of " + provider}});
  auto settings = first_settings(world, JsonDocument::of(body).root());
  const auto metadata = json_object({{"import_id", import_id}, {"import_provider", provider}});
  auto& all = world.account.assistants;
  const auto known = std::ranges::find(all, metadata, &Assistant::import_metadata);
  if (known != all.end()) {
    known->main_version = add_version(world, *known, std::move(settings)).id;
    return *known;
  }
  auto& assistant = add_assistant(world, std::move(settings));
  assistant.import_metadata = metadata;
  return assistant;
}

ApiResponse import_assistants(const Query& query) {
  const auto provider = query.body["provider"].str();
  std::vector<std::string> ids;
  for (const auto& id : query.body["import_ids"].elements()) ids.push_back(id.str());
  if (!query.body["import_ids"].exists()) ids.assign(std::begin(kImportable), std::end(kImportable));
  std::vector<Json> objects;
  for (const auto& id : ids) {
    const auto& assistant = import_one(query.world, id, provider);
    objects.push_back(assistant_json(query.world.account, assistant));
  }
  return whole_list(objects);
}

}  // namespace

Handlers assistant_handlers() {
  return {{"create_assistant", create_assistant},  {"get_assistant", get_assistant},
          {"list_assistants", list_assistants},    {"update_assistant", update_assistant},
          {"delete_assistant", delete_assistant},  {"clone_assistant", clone_assistant},
          {"import_assistants", import_assistants}};
}

}  // namespace callwright::simulator::assistants
