#include "workflows/model/input.hpp"

namespace callwright {

std::string text_key(std::string_view conversation_or_number) {
  return "text:" + std::string(conversation_or_number);
}

std::string texting_number(const Event& event) {
  if (event.type != EventType::AssistantInitialization) return {};
  const auto payload = JsonDocument::of(event.payload);
  if (payload.root()["telnyx_conversation_channel"].string() != "sms_chat") return {};
  return payload.root()["telnyx_end_user_target"].str();
}

std::vector<std::string> keys_of(const Event& event) {
  std::vector<std::string> keys;
  if (event.call_control_id) keys.push_back("ccid:" + event.call_control_id.text());
  if (event.call_leg_id) keys.push_back("leg:" + event.call_leg_id.text());
  if (event.conversation_id) keys.push_back("conversation:" + event.conversation_id.text());
  // Conversations by text message have no leg; the call that texted last in one, or to that number, has it.
  if (event.conversation_id && event.call_control_id.empty())
    keys.push_back(text_key(event.conversation_id.text()));
  if (const auto number = texting_number(event); !number.empty()) keys.push_back(text_key(number));
  // A session can group two inbound legs, so it never claims the first webhook of a new caller.
  const bool new_caller = event.type == EventType::CallInitiated && event.direction == "incoming";
  if (event.call_session_id && !new_caller) keys.push_back("session:" + event.call_session_id.text());
  return keys;
}

}  // namespace callwright
