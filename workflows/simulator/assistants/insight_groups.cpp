#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/insight_json.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {
namespace {

Json group_json(const State& account, const InsightGroup& group) {
  JsonWriter writer;
  writer.begin_object().member("id", group.id);
  group.fields.write(writer);
  writer.key("insights").begin_array();
  for (const auto& id : group.insights) {
    const auto* insight = find_by_id(account.insights, id);
    if (insight != nullptr) writer.raw(insight_json(*insight));
  }
  writer.end_array().member("created_at", format_time(group.created_at));
  return writer.end_object().finish();
}

InsightGroup* group_of(const Query& query) {
  return find_by_id(query.world.account.insight_groups, query.parameter("group_id"));
}

ApiResponse create_insight_group(const Query& query) {
  InsightGroup group{
      .id = query.world.ids.uuid(), .created_at = query.world.now, .fields = {}, .insights = {}};
  group.fields.set("description", "");
  group.fields.set("name", "");
  group.fields.set("webhook", "");
  set_given(group.fields, *query.route.operation, query.body);
  query.world.account.insight_groups.push_back(std::move(group));
  return in_data(group_json(query.world.account, query.world.account.insight_groups.back()));
}

ApiResponse get_insight_group(const Query& query) {
  const auto* group = group_of(query);
  if (group == nullptr) return unknown(query, "insight group");
  return in_data(group_json(query.world.account, *group));
}

ApiResponse list_insight_groups(const Query& query) {
  const auto& account = query.world.account;
  std::vector<Json> objects;
  for (const auto& group : account.insight_groups) objects.push_back(group_json(account, group));
  return paged_list(query, objects);
}

ApiResponse update_insight_group(const Query& query) {
  auto* group = group_of(query);
  if (group == nullptr) return unknown(query, "insight group");
  set_given(group->fields, *query.route.operation, query.body);
  return in_data(group_json(query.world.account, *group));
}

ApiResponse delete_insight_group(const Query& query) {
  const bool is_gone = erase_by_id(query.world.account.insight_groups, query.parameter("group_id"));
  return is_gone ? without_body() : unknown(query, "insight group");
}

ApiResponse assign_insight(const Query& query) {
  auto* group = group_of(query);
  if (group == nullptr) return unknown(query, "insight group");
  const auto* insight = insight_of(query);
  if (insight == nullptr) return unknown(query, "insight");
  auto& ids = group->insights;
  if (std::ranges::find(ids, insight->id) == ids.end()) ids.push_back(insight->id);
  return without_body();
}

ApiResponse unassign_insight(const Query& query) {
  auto* group = group_of(query);
  if (group == nullptr) return unknown(query, "insight group");
  const bool was_in = std::erase(group->insights, query.parameter("insight_id")) > 0;
  return was_in ? without_body() : unknown(query, "insight");
}

}  // namespace

Handlers insight_group_handlers() {
  return {{"create_insight_group", create_insight_group}, {"get_insight_group", get_insight_group},
          {"list_insight_groups", list_insight_groups},   {"update_insight_group", update_insight_group},
          {"delete_insight_group", delete_insight_group}, {"assign_insight", assign_insight},
          {"unassign_insight", unassign_insight}};
}

}  // namespace callwright::simulator::assistants
