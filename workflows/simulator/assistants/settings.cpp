#include "workflows/simulator/assistants/settings.hpp"

#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/tools_of.hpp"

namespace callwright::simulator::assistants {
namespace {

constexpr std::string_view kTelephony = "telephony_settings";
constexpr std::string_view kApplication = "default_texml_app_id";

/// Which model the platform takes by default is not stated; this one says whose it is.
constexpr std::string_view kModelOfPlatform = "simulator/echo";

/// Objects that every assistant has, given or not: they have documented defaults only.
constexpr std::pair<std::string_view, std::string_view> kAlwaysThere[] = {
    {"interruption_settings", "AssistantInterruptionSettings"},
    {"post_conversation_settings", "PostConversationSettingsReq"},
    {kTelephony, "TelephonySettings"}};

void set_application(Fields& settings, const std::string& application) {
  JsonWriter writer;
  writer.begin_object();
  const auto document = JsonDocument::of(*settings.find(kTelephony));
  for (const auto& [name, value] : document.root().members()) {
    if (name != kApplication) writer.key(name).node(value);
  }
  writer.member(kApplication, application);
  settings.set(kTelephony, writer.end_object().finish());
}

std::string application_of(const Fields& settings) {
  return JsonDocument::of(settings.at(kTelephony, kApplication)).root().str();
}

}  // namespace

Fields first_settings(World& world, const JsonNode& body) {
  auto settings = filled_in(*Catalogue::get().operation("create_assistant"), body);
  for (const auto& [name, schema] : kAlwaysThere) {
    if (settings.find(name) == nullptr) settings.set(name, with_defaults(schema, JsonNode()));
  }
  const auto made = world.ids.uuid();
  const auto given = application_of(settings);
  set_application(settings, given.empty() ? made : given);
  if (settings.find("model") == nullptr) {
    const auto external = JsonDocument::of(settings.at("external_llm", "model")).root().str();
    settings.set("model", external.empty() ? std::string(kModelOfPlatform) : external);
  }
  const auto* name = Catalogue::get().operation("update_assistant")->field("version_name");
  settings.set("version_name", name->default_value);
  return settings;
}

Fields updated_settings(const Fields& before, const Operation& operation, const JsonNode& body) {
  auto settings = before;
  set_given(settings, operation, body);
  settings.erase("promote_to_main");  // says what becomes of the version and is none of its settings
  const auto given = application_of(settings);
  set_application(settings, given.empty() ? application_of(before) : given);
  return settings;
}

Fields cloned_settings(World& world, const Fields& original) {
  auto settings = original;
  settings.erase("messaging_settings");
  settings.set(kTelephony, with_defaults("TelephonySettings", JsonNode()));
  set_application(settings, world.ids.uuid());
  return settings;
}

std::optional<ApiResponse> refused_tools(const Query& query, const Fields& settings) {
  const auto doubled = doubled_tool(query.world.account, settings);
  if (doubled.empty()) return std::nullopt;
  return bad_request("An assistant can have one tool of type " + doubled + " only.", "/tools");
}

Assistant& add_assistant(World& world, Fields settings) {
  auto& assistant = world.account.assistants.emplace_back();
  assistant.id = "assistant-" + world.ids.uuid();
  assistant.created_at = world.now;
  assistant.main_version = add_version(world, assistant, std::move(settings)).id;
  return assistant;
}

Version& add_version(World& world, Assistant& assistant, Fields settings) {
  return assistant.versions.emplace_back(
      Version{.id = world.ids.uuid(), .created_at = world.now, .settings = std::move(settings)});
}

}  // namespace callwright::simulator::assistants
