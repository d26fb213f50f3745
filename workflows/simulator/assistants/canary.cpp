#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/responses.hpp"

#include <optional>

namespace callwright::simulator::assistants {
namespace {

/// What main leaves to other versions stays below this, in per cent.
constexpr double kWholeTraffic = 100;

Json canary_json(const Assistant& assistant) {
  JsonWriter writer;
  writer.begin_object().member("assistant_id", assistant.id).member("rules", assistant.canary->rules);
  writer.member("created_at", format_time(assistant.canary->created_at));
  writer.member("updated_at", format_time(assistant.canary->updated_at)).end_object();
  return writer.finish();
}

std::optional<ApiResponse> refused_rollout(const Assistant& assistant, const JsonNode& rollout,
                                           const std::string& at) {
  double sum = 0;
  for (const auto& slot : rollout.elements()) {
    sum += slot["weight"].number().value_or(0);
    if (assistant.version(slot["version_id"].str()) == nullptr) {
      return invalid(at + ".rollout", "A version of the rollout does not exist.");
    }
  }
  if (sum >= kWholeTraffic) return invalid(at + ".rollout", "The weights must add up to less than 100.");
  return std::nullopt;
}

std::optional<ApiResponse> refused_rules(const Assistant& assistant, const JsonNode& rules) {
  int index = 0;
  for (const auto& rule : rules.elements()) {
    const auto at = "rules." + std::to_string(index++) + ".serve";
    const auto serve = rule["serve"];
    if (serve["version_id"].exists() == serve["rollout"].exists()) {
      return invalid(at, "Either version_id or rollout must be given.");
    }
    if (serve["version_id"].exists() && assistant.version(serve["version_id"].str()) == nullptr) {
      return invalid(at + ".version_id", "The version does not exist.");
    }
    if (auto refused = refused_rollout(assistant, serve["rollout"], at)) return refused;
  }
  return std::nullopt;
}

ApiResponse set_rules(const Query& query, Assistant& assistant) {
  if (const auto refused = refused_rules(assistant, query.body["rules"])) return *refused;
  if (!assistant.canary) assistant.canary = CanaryDeploy{.rules = {}, .created_at = query.world.now};
  const auto rules = query.body["rules"];
  assistant.canary->rules = rules.exists() ? rules.json() : array_of({});
  assistant.canary->updated_at = query.world.now;
  return plain(canary_json(assistant));
}

/// A second one replaces the first; what Telnyx does then is not stated.
ApiResponse create_canary_deploy(const Query& query) {
  auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  return set_rules(query, *assistant);
}

/// The assistant of the path when it has a canary deploy.
Assistant* assistant_with_canary(const Query& query) {
  auto* assistant = assistant_of(query);
  return assistant == nullptr || !assistant->canary ? nullptr : assistant;
}

ApiResponse get_canary_deploy(const Query& query) {
  const auto* assistant = assistant_with_canary(query);
  return assistant == nullptr ? unknown(query, "canary deploy") : plain(canary_json(*assistant));
}

ApiResponse update_canary_deploy(const Query& query) {
  auto* assistant = assistant_with_canary(query);
  return assistant == nullptr ? unknown(query, "canary deploy") : set_rules(query, *assistant);
}

ApiResponse delete_canary_deploy(const Query& query) {
  auto* assistant = assistant_with_canary(query);
  if (assistant == nullptr) return unknown(query, "canary deploy");
  assistant->canary.reset();
  return without_body(204);
}

}  // namespace

Handlers canary_handlers() {
  return {{"get_canary_deploy", get_canary_deploy},
          {"create_canary_deploy", create_canary_deploy},
          {"update_canary_deploy", update_canary_deploy},
          {"delete_canary_deploy", delete_canary_deploy}};
}

}  // namespace callwright::simulator::assistants
