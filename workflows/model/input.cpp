#include "workflows/model/input.hpp"

namespace callwright {

std::vector<std::string> keys_of(const Event& event) {
  std::vector<std::string> keys;
  if (event.call_control_id) keys.push_back("ccid:" + event.call_control_id.text());
  if (event.call_leg_id) keys.push_back("leg:" + event.call_leg_id.text());
  if (event.conversation_id) keys.push_back("conversation:" + event.conversation_id.text());
  // A session can group two inbound legs, so it never claims the first webhook of a new caller.
  const bool new_caller = event.type == EventType::CallInitiated && event.direction == "incoming";
  if (event.call_session_id && !new_caller) keys.push_back("session:" + event.call_session_id.text());
  return keys;
}

}  // namespace callwright
