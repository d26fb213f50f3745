#include "workflows/simulator/conversations.hpp"

#include "workflows/simulator/ai_gather.hpp"
#include "workflows/simulator/assistants/conclude.hpp"
#include "workflows/simulator/assistants/insight_results.hpp"
#include "workflows/simulator/assistants/serving.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

constexpr Duration kEndedAfter{50};  // seen in one public trace, counted from call.hangup

Json results_of(const Conversation& conversation, bool as_text) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& insight : conversation.insight_results) {
    writer.begin_object().member("insight_id", insight.insight_id).key("result");
    if (as_text) {
      writer.string(JsonDocument::of(insight.result).root().display());
    } else {
      writer.raw(insight.result);
    }
    writer.end_object();
  }
  return writer.end_array().finish();
}

/// The legs whose ids `call.conversation.ended` carries.
std::vector<Index> legs_told(const World& world, const Conversation& conversation) {
  switch (world.settings.unstated.conversation_ended_for) {
    case Unstated::EndedFor::StartingLeg: break;
    case Unstated::EndedFor::LastLeg: return {conversation.last_leg.value_or(*conversation.leg)};
    case Unstated::EndedFor::EveryLeg: {
      std::vector<Index> legs{*conversation.leg};
      for (const auto& participant : conversation.participants) legs.push_back(participant.leg);
      return legs;
    }
  }
  return {*conversation.leg};
}

Json end_reason(const World& world, const Conversation& conversation) {
  const bool gone = conversation.is_relay && !world.legs[*conversation.leg].is_live();
  return gone ? json_text("customer_disconnect") : Json();
}

void report_ended(World& world, const Conversation& conversation, const Leg& leg) {
  const auto models = assistants::models_of(world, conversation);
  const auto lasted =
      std::chrono::duration_cast<std::chrono::seconds>(*conversation.ended_at - conversation.started_at);
  Members members = {{"assistant_id", json_text(conversation.assistant_id)},
                     {"calling_party_type", json_text(calling_party_type(leg))},
                     {"conversation_id", json_text(conversation.id)},
                     {"duration_sec", json_number(lasted.count())},
                     {"llm_model", json_text(models.llm)},
                     {"reason", end_reason(world, conversation)},
                     {"stt_model", json_text(models.stt)},
                     {"tts_provider", json_text(models.tts_provider)},
                     {"tts_voice_id", json_text(models.voice)}};
  if (world.settings.unstated.conversation_ended_has_messages) {
    members.emplace_back("messages", message_history(conversation));
  }
  emit(world, leg, "call.conversation.ended", members);
}

void report_ended(World& world, const Conversation& conversation) {
  for (const auto leg : legs_told(world, conversation)) report_ended(world, conversation, world.legs[leg]);
}

void report_insights(World& world, Conversation& conversation) {
  conversation.insights_done = true;
  const auto& leg = world.legs[*conversation.leg];
  Members members = {
      {"calling_party_type", json_text(calling_party_type(leg))},
      {"insight_group_id", json_text(assistants::insight_group_of(world, conversation))},
      {"results", results_of(conversation, world.settings.unstated.insight_results_are_texts)}};
  if (world.settings.unstated.insights_name_conversation) {
    members.emplace_back("conversation_id", json_text(conversation.id));
  }
  emit(world, leg, "call.conversation_insights.generated", members);
  assistants::tell_group(world, conversation);
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

Conversation& start_relay(World& world, Leg& leg) {
  auto& relay = world.add_conversation();
  relay.is_relay = true;
  relay.leg = leg.number;
  leg.conversation = relay.number;
  return relay;
}

void start_on_answer(World& world, Leg& leg) {
  const auto assistant = JsonDocument::of(leg.on_answer.assistant);
  const auto id = assistant.root()["id"].str();
  const bool is_unknown = assistants::is_unknown(world, id);
  if (is_unknown || is_broken(world, id)) {
    if (!leg.incoming && !world.settings.unstated.dial_reports_a_failed_assistant) return;
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
  if (conversation.leg && world.legs[*conversation.leg].ai_gather) {
    end_ai_gather(world, world.legs[*conversation.leg], false);  // which finishes the conversation
    return;
  }
  conversation.ended_at = world.now;
  for (auto& leg : world.legs) {
    if (leg.conversation == conversation.number) leg.conversation.reset();
  }
  const auto number = conversation.number;
  world.after(kEndedAfter, [number](World& later) { report_ended(later, later.conversations[number]); });
  if (conversation.is_relay) return;
  conversation.insight_results = assistants::insight_results(world, conversation);
  if (conversation.insight_results.empty()) return;
  world.after(kEndedAfter + world.settings.insights_after,
              [number](World& later) { report_insights(later, later.conversations[number]); });
}

void leave_conversation(World& world, Leg& leg) {
  if (!leg.conversation) return;
  auto& conversation = world.conversations[*leg.conversation];
  conversation.last_leg = leg.number;
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
