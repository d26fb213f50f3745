#include "workflows/simulator/assistants/conclude.hpp"

#include "workflows/simulator/assistants/insight_results.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator::assistants {
namespace {

Json group_report(const InsightGroup& group, const Conversation& conversation) {
  JsonWriter writer;
  writer.begin_object().member("conversation_id", conversation.id).member("insight_group_id", group.id);
  writer.member("insight_group_name", group.fields.text("name")).key("insights").begin_array();
  for (const auto& insight : conversation.insight_results) {
    writer.begin_object().member("insight_id", insight.insight_id).member("insight_name", insight.name);
    writer.member("result", insight.result).end_object();
  }
  return writer.end_array().end_object().finish();
}

}  // namespace

void tell_group(World& world, const Conversation& conversation) {
  const auto* group = find_by_id(world.account.insight_groups, insight_group_of(world, conversation));
  if (group == nullptr) return;
  auto url = group->fields.text("webhook");
  if (url.empty()) return;
  emit_bare(world, "conversation.insights.completed", std::move(url), group_report(*group, conversation));
}

void conclude(World& world, Conversation& conversation) {
  conversation.ended_at = world.now;
  conversation.insight_results = insight_results(world, conversation);
  if (conversation.insight_results.empty()) return;
  world.after(world.settings.insights_after, [number = conversation.number](World& later) {
    auto& ended = later.conversations[number];
    ended.insights_done = true;
    tell_group(later, ended);
  });
}

}  // namespace callwright::simulator::assistants
