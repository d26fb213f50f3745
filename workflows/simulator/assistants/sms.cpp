#include "workflows/simulator/assistants/sms.hpp"

#include "workflows/simulator/assistants/messages.hpp"
#include "workflows/simulator/assistants/serving.hpp"

#include <algorithm>

namespace callwright::simulator::assistants {
namespace {

std::map<std::string, std::string> metadata_of(const SmsPair& pair) {
  return {{"assistant_id", pair.assistant_id},
          {"telnyx_agent_target", pair.agent},
          {"telnyx_conversation_channel", "sms_chat"},
          {"telnyx_end_user_target", pair.user}};
}

bool is_between(const Conversation& conversation, const SmsPair& pair) {
  const auto metadata = metadata_of(pair);
  return !conversation.is_deleted && std::ranges::all_of(metadata, [&](const auto& wanted) {
    const auto found = conversation.metadata.find(wanted.first);
    return found != conversation.metadata.end() && found->second == wanted.second;
  });
}

std::string own_text(const World& world, const Conversation& conversation) {
  const auto* settings = settings_of(world, conversation);
  const auto greeting = settings == nullptr ? std::string{} : settings->text("greeting");
  const bool is_first = conversation.messages.empty();
  return is_first && !greeting.empty() ? greeting : "A message of the assistant.";
}

}  // namespace

Conversation* find_sms_conversation(World& world, const SmsPair& pair) {
  Conversation* newest = nullptr;
  for (auto& conversation : world.conversations) {
    if (is_between(conversation, pair)) newest = &conversation;
  }
  return newest;
}

Conversation& add_sms_conversation(World& world, const SmsPair& pair) {
  auto& conversation = world.add_conversation();
  conversation.assistant_id = pair.assistant_id;
  conversation.metadata = metadata_of(pair);
  take_assistant(world, conversation);
  return conversation;
}

void send_sms(World& world, Conversation& conversation, std::string text) {
  if (text.empty()) text = own_text(world, conversation);
  add_message(world, conversation, "assistant", text);
}

}  // namespace callwright::simulator::assistants
