#include "workflows/simulator/conversations.hpp"

#include "workflows/simulator/assistants/insight_results.hpp"
#include "workflows/simulator/assistants/serving.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

constexpr Duration kEndedAfter{50};  // seen in one public trace, counted from call.hangup

Json results_of(const Conversation& conversation) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& insight : conversation.insight_results) {
    writer.begin_object()
        .member("insight_id", insight.insight_id)
        .member("result", insight.result)
        .end_object();
  }
  return writer.end_array().finish();
}

void report_ended(World& world, const Conversation& conversation) {
  const auto models = assistants::models_of(world, conversation);
  const auto& leg = world.legs[*conversation.leg];
  const auto lasted =
      std::chrono::duration_cast<std::chrono::seconds>(*conversation.ended_at - conversation.started_at);
  emit(world, leg, "call.conversation.ended",
       {{"assistant_id", json_text(conversation.assistant_id)},
        {"calling_party_type", json_text(calling_party_type(leg))},
        {"conversation_id", json_text(conversation.id)},
        {"duration_sec", Json::trusted(std::to_string(lasted.count()))},
        {"llm_model", json_text(models.llm)},
        {"reason", Json()},
        {"stt_model", json_text(models.stt)},
        {"tts_provider", json_text(models.tts_provider)},
        {"tts_voice_id", json_text(models.voice)}});
}

void report_insights(World& world, Conversation& conversation) {
  conversation.insights_done = true;
  const auto& leg = world.legs[*conversation.leg];
  Members members = {{"calling_party_type", json_text(calling_party_type(leg))},
                     {"insight_group_id", json_text(assistants::insight_group_of(world, conversation))},
                     {"results", results_of(conversation)}};
  if (world.settings.unstated.insights_name_conversation) {
    members.emplace_back("conversation_id", json_text(conversation.id));
  }
  emit(world, leg, "call.conversation_insights.generated", members);
}

}  // namespace

bool is_broken(const World& world, const std::string& assistant_id) {
  return std::ranges::find(world.settings.broken_assistants, assistant_id) !=
         world.settings.broken_assistants.end();
}

Conversation& start_conversation(World& world, Leg& leg, const std::string& assistant_id) {
  auto& conversation = world.add_conversation();
  conversation.insights_id = world.ids.uuid();
  conversation.assistant_id = assistant_id;
  conversation.leg = leg.number;
  conversation.metadata = {{"assistant_id", assistant_id},
                           {"call_control_id", leg.id},
                           {"telnyx_agent_target", leg.incoming ? leg.to : leg.from},
                           {"telnyx_conversation_channel", "phone_call"},
                           {"telnyx_end_user_target", leg.incoming ? leg.from : leg.to}};
  assistants::take_assistant(world, conversation);
  leg.conversation = conversation.number;
  world.after(world.settings.conversation_created_after, [number = conversation.number](World& later) {
    const auto& created = later.conversations[number];
    emit(later, later.legs[*created.leg], "call.conversation.created",
         {{"conversation_id", json_text(created.id)}});
  });
  return conversation;
}

void start_on_answer(World& world, Leg& leg) {
  const auto assistant = JsonDocument::of(leg.assistant_on_answer);
  const auto id = assistant.root()["id"].str();
  const bool is_unknown = assistants::is_unknown(world, id);
  if (is_unknown || is_broken(world, id)) {
    emit(world, leg, "call.conversation.start_failed",
         {{"assistant_id", json_text(id)},
          {"reason", json_text(is_unknown ? "invalid_request" : "service_error")}});
  } else {
    start_conversation(world, leg, id);
  }
}

void join_conversation(Conversation& conversation, Leg& leg, bool ends_conversation) {
  if (leg.conversation == conversation.number) return;
  leg.conversation = conversation.number;
  conversation.participants.push_back({leg.number, ends_conversation});
}

void finish_conversation(World& world, Conversation& conversation) {
  if (conversation.ended_at) return;
  conversation.ended_at = world.now;
  for (auto& leg : world.legs) {
    if (leg.conversation == conversation.number) leg.conversation.reset();
  }
  const auto number = conversation.number;
  world.after(kEndedAfter, [number](World& later) { report_ended(later, later.conversations[number]); });
  conversation.insight_results = assistants::insight_results(world, conversation);
  if (conversation.insight_results.empty()) return;
  world.after(kEndedAfter + world.settings.insights_after,
              [number](World& later) { report_insights(later, later.conversations[number]); });
}

void leave_conversation(World& world, Leg& leg) {
  if (!leg.conversation) return;
  auto& conversation = world.conversations[*leg.conversation];
  bool ends = conversation.leg == leg.number && world.settings.unstated.starting_leg_ends_conversation;
  bool others = conversation.leg != leg.number && world.legs[*conversation.leg].is_live();
  for (const auto& participant : conversation.participants) {
    const bool itself = participant.leg == leg.number;
    ends = ends || (itself && participant.ends_conversation);
    others = others || (!itself && world.legs[participant.leg].is_live());
  }
  if (ends || !others) {
    finish_conversation(world, conversation);
  } else {
    leg.conversation.reset();
  }
}

}  // namespace callwright::simulator
