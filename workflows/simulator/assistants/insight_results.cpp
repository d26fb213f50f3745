#include "workflows/simulator/assistants/insight_results.hpp"

#include "workflows/simulator/assistants/serving.hpp"

#include <algorithm>

namespace callwright::simulator::assistants {
namespace {

std::string group_in(const Fields& settings) {
  return JsonDocument::of(settings.at("insight_settings", "insight_group_id")).root().str();
}

InsightResult result_of_account(const JsonNode& insight) {
  return {insight["insight_id"].str(), insight["insight_name"].str(), insight["result"].json()};
}

std::vector<InsightResult> results_of_account(const World& world) {
  std::vector<InsightResult> results;
  for (const auto& insight : world.settings.insights) {
    results.push_back(result_of_account(JsonDocument::of(insight).root()));
  }
  return results;
}

InsightResult result_of(const World& world, const Resource& insight) {
  for (auto& known : results_of_account(world)) {
    if (known.insight_id == insight.id) return std::move(known);
  }
  return {insight.id, insight.fields.text("name"), made_up_result(insight.fields)};
}

void write_example(JsonWriter& writer, const JsonNode& schema) {
  const auto type = schema["type"].str();
  if (schema["enum"].size() > 0) {
    writer.node(schema["enum"].elements().front());
  } else if (type == "object") {
    writer.begin_object();
    for (const auto& [name, inner] : schema["properties"].members()) {
      writer.key(name);
      write_example(writer, inner);
    }
    writer.end_object();
  } else if (type == "array") {
    writer.begin_array().end_array();
  } else if (type == "integer" || type == "number") {
    writer.integer(0);
  } else if (type == "boolean") {
    writer.boolean(false);
  } else {
    writer.string("");
  }
}

/// The schema is an object, or the text of one.
std::optional<Json> schema_in(const Fields& insight) {
  const auto* given = insight.find("json_schema");
  if (given == nullptr) return std::nullopt;
  const auto document = JsonDocument::of(*given);
  if (document.root().is_object()) return *given;
  const auto parsed = Json::parse(document.root().str());
  return parsed ? std::optional(*parsed) : std::nullopt;
}

}  // namespace

Json made_up_result(const Fields& insight) {
  JsonWriter writer;
  if (const auto schema = schema_in(insight)) {
    write_example(writer, JsonDocument::of(*schema).root());
  } else {
    writer.string("What the conversation tells about: " + insight.text("name"));
  }
  return writer.finish();
}

std::vector<InsightResult> insight_results(const World& world, const Conversation& conversation) {
  const auto* settings = settings_of(world, conversation);
  if (settings == nullptr) return results_of_account(world);
  const auto* group = find_by_id(world.account.insight_groups, group_in(*settings));
  std::vector<InsightResult> results;
  if (group == nullptr || !keeps_data(world, conversation)) return results;
  for (const auto& id : group->insights) {
    const auto* insight = find_by_id(world.account.insights, id);
    if (insight != nullptr) results.push_back(result_of(world, *insight));
  }
  return results;
}

std::string insight_group_of(const World& world, const Conversation& conversation) {
  const auto* settings = settings_of(world, conversation);
  return settings == nullptr ? conversation.insights_id : group_in(*settings);
}

}  // namespace callwright::simulator::assistants
