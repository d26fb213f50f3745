#include "workflows/simulator/ai_gather.hpp"
#include "workflows/simulator/assistants/messages.hpp"
#include "workflows/simulator/assistants/serving.hpp"
#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/conversations.hpp"

#include <map>

namespace callwright::simulator {
namespace {

Json ok_with(const Conversation& conversation) {
  return json_object({{"result", "ok"}, {"conversation_id", conversation.id}});
}

ApiError already_in_progress() {
  return refusal("90061", "An AI Assistant is already in progress on the call.");
}

ApiError no_assistant() { return refusal("10027", "No AI Assistant is in progress on the call."); }

bool ends_conversation(const JsonNode& participant) {
  return participant["on_hangup"].str() == "end_conversation";
}

/// What is spoken first goes into the history as well.
void greet(World& world, Leg& leg, Conversation& conversation, const std::string& greeting) {
  if (greeting.empty()) return;
  leg.heard.push_back(greeting);
  note_message(world, conversation, "assistant", greeting);
}

CommandResult ai_assistant_start(const Command& command, Leg& leg) {
  auto& world = command.world;
  if (leg.conversation) return std::unexpected(already_in_progress());
  const auto assistant = command.body["assistant"];
  if (!assistant.exists()) {
    return std::unexpected(refusal("10004", "The 'assistant' parameter is required.", "/assistant"));
  }
  if (assistants::is_unknown(world, assistant["id"].str())) {
    return std::unexpected(refusal("10005", "The assistant was not found.", "/assistant/id"));
  }
  if (is_broken(world, assistant["id"].str())) {
    return std::unexpected(refusal("10027", "The assistant could not be started.", "/assistant/id"));
  }
  auto& conversation = start_conversation(world, leg, assistant["id"].str());
  for (const auto& message : command.body["message_history"].elements()) {
    assistants::add_message(world, conversation, message);
  }
  conversation.reports_history = command.flag("send_message_history_updates");
  greet(world, leg, conversation, command.text("greeting"));
  for (const auto& participant : command.body["participants"].elements()) {
    auto* other = world.find_leg(participant["id"].str());
    if (other != nullptr && other->is_answered() && !other->conversation) {
      join_conversation(conversation, *other, ends_conversation(participant));
    }
  }
  return ok_with(conversation);
}

CommandResult gather_using_ai(const Command& command, Leg& leg) {
  auto& world = command.world;
  if (leg.conversation) return std::unexpected(already_in_progress());
  auto& conversation = start_conversation(world, leg, command.body["assistant"]["id"].str());
  for (const auto& message : command.body["message_history"].elements()) {
    assistants::add_message(world, conversation, message);
  }
  conversation.reports_history = command.flag("send_message_history_updates");
  leg.ai_gather = ai_gather_of(command.body["parameters"]);
  leg.ai_gather->ended_speech = command.text("gather_ended_speech");
  leg.ai_gather->reports_partial_results = command.flag("send_partial_results");
  leg.ai_gather->user_timeout = Duration{command.number("user_response_timeout_ms")};
  greet(world, leg, conversation, command.text("greeting"));
  await_answer(world, leg);
  return ok_with(conversation);
}

CommandResult ai_assistant_stop(const Command& command, Leg& leg) {
  auto& world = command.world;
  const bool runs = leg.conversation && !world.conversations[*leg.conversation].is_relay;
  if (!runs && world.settings.unstated.stop_without_assistant_is_refused) {
    return std::unexpected(no_assistant());
  }
  if (runs) finish_conversation(world, world.conversations[*leg.conversation]);
  return ok();
}

CommandResult conversation_relay_start(const Command& command, Leg& leg) {
  if (leg.conversation) return std::unexpected(already_in_progress());
  auto& relay = start_relay(command.world, leg);
  greet(command.world, leg, relay, command.text("greeting"));
  return json_object({{"result", "ok"}, {"conversation_relay_id", relay.id}});
}

CommandResult conversation_relay_stop(const Command& command, Leg& leg) {
  auto& world = command.world;
  if (leg.conversation && world.conversations[*leg.conversation].is_relay) {
    finish_conversation(world, world.conversations[*leg.conversation]);
  }
  return ok();
}

/// The leg that `participant.id` names: that of the path, or any that is answered.
std::expected<Leg*, ApiError> joining_leg(const Command& command, Leg& leg, const std::string& id) {
  auto* named = command.world.find_leg(id);
  if (named == &leg) return named;
  if (named == nullptr || command.world.settings.unstated.join_needs_the_legs_own_path) {
    return std::unexpected(
        refusal("90015", "The participant is not the call that the command is sent to.", "/participant/id"));
  }
  if (!named->is_live())
    return std::unexpected(refusal("90018", "The participant's call has already ended."));
  if (!named->is_answered())
    return std::unexpected(refusal("90034", "The participant's call is not answered."));
  return named;
}

CommandResult ai_assistant_join(const Command& command, Leg& leg) {
  auto* conversation = command.world.find_conversation(command.text("conversation_id"));
  if (conversation == nullptr || !conversation->leg || conversation->ended_at) {
    return std::unexpected(refusal("10007", "The conversation does not exist.", "/conversation_id"));
  }
  const auto participant = command.body["participant"];
  const auto joining = joining_leg(command, leg, participant["id"].str());
  if (!joining) return std::unexpected(joining.error());
  auto& joined = **joining;
  if (joined.conversation && *joined.conversation != conversation->number) {
    return std::unexpected(already_in_progress());
  }
  join_conversation(*conversation, joined, ends_conversation(participant));
  return ok_with(*conversation);
}

CommandResult ai_assistant_add_messages(const Command& command, Leg& leg) {
  if (!leg.conversation) {
    return std::unexpected(no_assistant());
  }
  auto& conversation = command.world.conversations[*leg.conversation];
  for (const auto& message : command.body["messages"].elements()) {
    assistants::add_message(command.world, conversation, message);
  }
  if (command.flag("trigger_response")) note_message(command.world, conversation, "assistant", "Noted.");
  return ok();
}

}  // namespace

CommandEffect assistant_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {
      {"ai_assistant_start", ai_assistant_start},
      {"ai_assistant_stop", ai_assistant_stop},
      {"ai_assistant_join", ai_assistant_join},
      {"ai_assistant_add_messages", ai_assistant_add_messages},
      {"gather_using_ai", gather_using_ai},
      {"conversation_relay_start", conversation_relay_start},
      {"conversation_relay_stop", conversation_relay_stop}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
