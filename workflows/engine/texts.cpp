#include "workflows/engine/texts.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

constexpr std::size_t kTextConversationsMax = 50;

bool is_known(const Call& call, const ConversationId& id) {
  return std::ranges::find(call.text_conversations, id.text()) != call.text_conversations.end();
}

void learn(Decision& d, const ConversationId& id) {
  if (!id || is_known(d.call, id)) return;
  auto& known = d.call.text_conversations;
  if (known.size() >= kTextConversationsMax) known.erase(known.begin());
  known.push_back(id.text());
  d.add_key(text_key(id.text()));
}

void note(Decision& d, const ConversationId& id, std::string_view what, const std::string& with) {
  JsonWriter out;
  out.begin_object().member("text_conversation", id.text()).member("what", what);
  if (!with.empty()) out.member("with", with);
  d.record("fact", out.end_object().finish());
}

/// Whoever it is with.
bool begins_by_text(const Event& event) {
  return event.type == EventType::AssistantInitialization &&
         JsonDocument::of(event.payload).root()["telnyx_conversation_channel"].string() == "sms_chat";
}

std::string_view what_happened(const Event& event) {
  switch (event.type) {
    case EventType::AssistantInitialization: return "begun";
    case EventType::ConversationEnded: return "ended";
    case EventType::InsightsGenerated: return "insights";
    default: return event.name;
  }
}

}  // namespace

void text_sent(Decision& d, const std::string& to) { d.add_key(text_key(to)); }

void text_taken(Decision& d, const ConversationId& conversation, const std::string& to) {
  if (!conversation || is_known(d.call, conversation)) return;
  learn(d, conversation);
  note(d, conversation, "sent", to);
}

bool is_of_text(const Call& call, const Event& event) {
  return begins_by_text(event) || (event.conversation_id && is_known(call, event.conversation_id));
}

void text_event_arrived(Decision& d, const Event& event) {
  learn(d, event.conversation_id);
  note(d, event.conversation_id, what_happened(event), texting_number(event));
}

}  // namespace callwright::engine
