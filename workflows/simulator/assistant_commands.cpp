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

bool ends_conversation(const JsonNode& participant) {
  return participant["on_hangup"].str() == "end_conversation";
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
  for (const auto& participant : command.body["participants"].elements()) {
    auto* other = world.find_leg(participant["id"].str());
    if (other != nullptr && other->is_answered() && !other->conversation) {
      join_conversation(conversation, *other, ends_conversation(participant));
    }
  }
  return ok_with(conversation);
}

CommandResult gather_using_ai(const Command& command, Leg& leg) {
  if (leg.conversation) return std::unexpected(already_in_progress());
  return ok_with(start_conversation(command.world, leg, command.body["assistant"]["id"].str()));
}

CommandResult ai_assistant_stop(const Command& command, Leg& leg) {
  if (leg.conversation) finish_conversation(command.world, command.world.conversations[*leg.conversation]);
  return ok();
}

CommandResult ai_assistant_join(const Command& command, Leg& leg) {
  auto* conversation = command.world.find_conversation(command.text("conversation_id"));
  if (conversation == nullptr || !conversation->leg || conversation->ended_at) {
    return std::unexpected(refusal("10007", "The conversation does not exist.", "/conversation_id"));
  }
  const auto participant = command.body["participant"];
  if (command.world.find_leg(participant["id"].str()) != &leg) {
    return std::unexpected(
        refusal("90015", "The participant is not the call that the command is sent to.", "/participant/id"));
  }
  if (leg.conversation && *leg.conversation != conversation->number) {
    return std::unexpected(already_in_progress());
  }
  join_conversation(*conversation, leg, ends_conversation(participant));
  return ok_with(*conversation);
}

CommandResult ai_assistant_add_messages(const Command& command, Leg& leg) {
  if (!leg.conversation) {
    return std::unexpected(refusal("10027", "No AI Assistant is in progress on the call."));
  }
  auto& conversation = command.world.conversations[*leg.conversation];
  for (const auto& message : command.body["messages"].elements()) {
    assistants::add_message(command.world, conversation, message);
  }
  return ok();
}

}  // namespace

CommandEffect assistant_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {
      {"ai_assistant_start", ai_assistant_start},
      {"ai_assistant_stop", ai_assistant_stop},
      {"ai_assistant_join", ai_assistant_join},
      {"ai_assistant_add_messages", ai_assistant_add_messages},
      {"gather_using_ai", gather_using_ai}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
