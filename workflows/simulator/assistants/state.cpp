#include "workflows/simulator/assistants/state.hpp"

#include "workflows/model/json.hpp"

namespace callwright::simulator::assistants {
namespace {

Resource insight_of_account(const JsonNode& insight) {
  const auto id = insight["insight_id"].str();
  const auto name = insight["insight_name"].str();
  Resource resource{.id = id, .created_at = {}, .fields = {}};
  resource.fields.set("instructions", "What the account asks for.");
  resource.fields.set("name", name.empty() ? id : name);
  resource.fields.set("webhook", "");
  return resource;
}

}  // namespace

Version* Assistant::version(std::string_view version_id) { return find_by_id(versions, version_id); }
const Version* Assistant::version(std::string_view version_id) const {
  return find_by_id(versions, version_id);
}

State::State(const Telnyx::Settings& settings) {
  for (const auto& insight : settings.insights) {
    insights.push_back(insight_of_account(JsonDocument::of(insight).root()));
  }
}

}  // namespace callwright::simulator::assistants
