#include "workflows/simulator/assistants/messages.hpp"
#include "workflows/simulator/conversations.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {

Json message_history(const Conversation& conversation) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& message : conversation.messages) {
    const auto document = JsonDocument::of(message.message);
    const auto role = document.root()["role"].str();
    if (role != "user" && role != "assistant") continue;
    writer.begin_object()
        .member("content", document.root()["content"].str())
        .member("role", role)
        .end_object();
  }
  return writer.end_array().finish();
}

void note_message(World& world, Conversation& conversation, std::string_view role,
                  const std::string& content) {
  assistants::add_message(world, conversation, role, content);
  if (!conversation.reports_history || !conversation.leg) return;
  emit(world, world.legs[*conversation.leg], "call.ai_gather.message_history_updated",
       {{"message_history", message_history(conversation)}});
}

void talk(World& world, Conversation& conversation, const std::string& text) {
  note_message(world, conversation, "user", text);
  if (!conversation.is_relay) note_message(world, conversation, "assistant", "You said: " + text);
}

}  // namespace callwright::simulator
