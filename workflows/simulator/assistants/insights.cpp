#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/insight_json.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {
namespace {

ApiResponse create_insight(const Query& query) {
  Resource insight{.id = query.world.ids.uuid(),
                   .created_at = query.world.now,
                   .fields = filled_in(*query.route.operation, query.body)};
  if (insight.fields.find("webhook") == nullptr) insight.fields.set("webhook", "");
  return in_data(insight_json(query.world.account.insights.emplace_back(std::move(insight))));
}

ApiResponse get_insight(const Query& query) {
  const auto* insight = insight_of(query);
  return insight == nullptr ? unknown(query, "insight") : in_data(insight_json(*insight));
}

ApiResponse list_insights(const Query& query) {
  std::vector<Json> objects;
  for (const auto& insight : query.world.account.insights) objects.push_back(insight_json(insight));
  return paged_list(query, objects);
}

ApiResponse update_insight(const Query& query) {
  auto* insight = insight_of(query);
  if (insight == nullptr) return unknown(query, "insight");
  set_given(insight->fields, *query.route.operation, query.body);
  return in_data(insight_json(*insight));
}

ApiResponse delete_insight(const Query& query) {
  const auto id = query.parameter("insight_id");
  if (!erase_by_id(query.world.account.insights, id)) return unknown(query, "insight");
  for (auto& group : query.world.account.insight_groups) std::erase(group.insights, id);
  return without_body();
}

void write_results(JsonWriter& writer, const Conversation& conversation) {
  writer.begin_object().member("id", conversation.insights_id);
  writer.member("status", conversation.insights_done ? "completed" : "pending");
  writer.member("created_at", format_time(conversation.ended_at.value_or(conversation.started_at)));
  writer.key("conversation_insights").begin_array();
  for (const auto& insight : conversation.insight_results) {
    if (!conversation.insights_done) break;
    const auto result = JsonDocument::of(insight.result);
    writer.begin_object().member("insight_id", insight.insight_id);
    writer.member("result", result.root().display()).end_object();  // always text here
  }
  writer.end_array().end_object();
}

ApiResponse list_conversation_insights(const Query& query) {
  const auto* conversation = conversation_of(query);
  if (conversation == nullptr) return unknown(query, "conversation");
  std::vector<Json> objects;
  if (!conversation->insight_results.empty()) {
    JsonWriter writer;
    write_results(writer, *conversation);
    objects.push_back(writer.finish());
  }
  return paged_list(query, objects);
}

}  // namespace

Json insight_json(const Resource& insight) {
  JsonWriter writer;
  writer.begin_object().member("id", insight.id);
  insight.fields.write(writer);
  writer.member("insight_type", "custom").member("created_at", format_time(insight.created_at));
  return writer.end_object().finish();
}

Handlers insight_handlers() {
  return {{"create_insight", create_insight}, {"get_insight", get_insight},
          {"list_insights", list_insights},   {"update_insight", update_insight},
          {"delete_insight", delete_insight}, {"list_conversation_insights", list_conversation_insights}};
}

}  // namespace callwright::simulator::assistants
