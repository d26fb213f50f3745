#include "workflows/simulator/queries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace callwright::simulator {
namespace {

/// The member as it was sent, else as it was before, else the documented default.
void write_field(JsonWriter& writer, const Field& field, const JsonNode& sent, const JsonNode& before) {
  if (sent[field.name].exists()) {
    writer.key(field.name).node(sent[field.name]);
  } else if (before[field.name].exists()) {
    writer.key(field.name).node(before[field.name]);
  } else if (!field.default_value.is_null()) {
    writer.member(field.name, field.default_value);
  }
}

/// What a client may set, in the order of the catalogue, `tags` included, which only an update takes.
std::vector<Field> settable_fields() {
  auto fields = Catalogue::get().operation("create_call_control_application")->body;
  for (const auto& field : Catalogue::get().operation("update_call_control_application")->body) {
    if (std::ranges::find(fields, field.name, &Field::name) == fields.end()) fields.push_back(field);
  }
  return fields;
}

Json application(const World& world, const std::string& id, const JsonNode& sent, const JsonNode& before) {
  JsonWriter writer;
  writer.begin_object().member("id", id).member("record_type", "call_control_application");
  const auto created = before["created_at"].str();
  writer.member("created_at", created.empty() ? format_time(world.now) : created);
  writer.member("updated_at", format_time(world.now));
  for (const auto& field : settable_fields()) write_field(writer, field, sent, before);
  return writer.end_object().finish();
}

/// The application that the model's own connection is; made when it is first asked for.
void add_own(World& world) {
  const auto& settings = world.settings;
  if (world.applications.contains(settings.connection_id)) return;
  JsonWriter writer;
  writer.begin_object().member("application_name", settings.application_name);
  writer.member("webhook_event_url", settings.webhook_url).member("webhook_api_version", "2");
  writer.member("call_cost_in_webhooks", settings.call_cost_in_webhooks).end_object();
  const auto sent = writer.finish();
  world.applications.emplace(settings.connection_id,
                             application(world, settings.connection_id, JsonDocument::of(sent).root(), {}));
}

ApiResponse show(int status, const Json& application) {
  return {status, JsonWriter().begin_object().member("data", application).end_object().finish(), {}};
}

std::string new_id(const World& world) {
  // Decimal digits, after the model's own connection.
  return std::to_string(std::stoull(world.settings.connection_id) + world.applications.size());
}

ApiResponse create(const Query& query) {
  auto& world = query.world;
  add_own(world);
  const auto id = new_id(world);
  const auto made = application(world, id, query.body, {});
  world.applications.emplace(id, made);
  return show(201, made);
}

ApiResponse list(const Query& query) {
  add_own(query.world);
  std::vector<const Json*> found;
  for (const auto& [id, application] : query.world.applications) {
    const auto wanted = query.option("filter[application_name][contains]").value_or("");
    const auto name = JsonDocument::of(application).root()["application_name"].str();
    if (name.find(wanted) != std::string::npos) found.push_back(&application);
  }
  return list_of(query, found.size(), [&](JsonWriter& writer, std::size_t i) { writer.raw(*found[i]); });
}

Json* find(const Query& query) {
  add_own(query.world);
  const auto found = query.world.applications.find(query.parameter("id"));
  return found == query.world.applications.end() ? nullptr : &found->second;
}

ApiResponse unknown() { return not_found("There is no such Call Control application."); }

ApiResponse retrieve(const Query& query) {
  const auto* known = find(query);
  return known == nullptr ? unknown() : show(200, *known);
}

ApiResponse update(const Query& query) {
  auto* known = find(query);
  if (known == nullptr) return unknown();
  const auto before = JsonDocument::of(*known);
  *known = application(query.world, query.parameter("id"), query.body, before.root());
  return show(200, *known);
}

ApiResponse remove(const Query& query) {
  const auto* known = find(query);
  if (known == nullptr) return unknown();
  auto answer = show(200, *known);
  query.world.applications.erase(query.parameter("id"));
  return answer;
}

}  // namespace

QueryAnswer application_query(std::string_view name) {
  static const std::map<std::string_view, QueryAnswer> answers = {
      {"list_call_control_applications", list},
      {"create_call_control_application", create},
      {"retrieve_call_control_application", retrieve},
      {"update_call_control_application", update},
      {"delete_call_control_application", remove}};
  const auto found = answers.find(name);
  return found == answers.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
