#include "workflows/model/event_text.hpp"

namespace callwright {

std::string write_event(const Event& event) {
  JsonWriter out;
  out.begin_object()
      .member("id", event.id.text())
      .member("event_type", event.name)
      .member("occurred_at", format_time(event.occurred_at));
  const auto optional = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.member(name, value);
  };
  optional("call_control_id", event.call_control_id.text());
  optional("call_leg_id", event.call_leg_id.text());
  optional("call_session_id", event.call_session_id.text());
  optional("conversation_id", event.conversation_id.text());
  optional("connection_id", event.connection_id);
  optional("from", event.from);
  optional("to", event.to);
  optional("direction", event.direction);
  if (event.ours) optional("client_state", encode_client_state(*event.ours));
  out.member("payload", event.payload);
  if (!event.answer.is_null()) out.member("answer", event.answer);
  return out.end_object().take();
}

Result<Event> read_event(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  const auto root = document->root();
  Event event;
  event.id = EventId(root["id"].str());
  event.name = root["event_type"].str();
  event.type = event_type_of(event.name);
  event.occurred_at = parse_time(root["occurred_at"].str()).value_or(TimePoint{});
  event.call_control_id = CallControlId(root["call_control_id"].str());
  event.call_leg_id = CallLegId(root["call_leg_id"].str());
  event.call_session_id = CallSessionId(root["call_session_id"].str());
  event.conversation_id = ConversationId(root["conversation_id"].str());
  event.connection_id = root["connection_id"].str();
  event.from = root["from"].str();
  event.to = root["to"].str();
  event.direction = root["direction"].str();
  event.ours = decode_client_state(root["client_state"].str());
  event.payload = root["payload"].json();
  event.answer = root["answer"].json();
  if (event.name.empty())
    return fail(Errc::InvalidInput, "event.damaged", "The stored event cannot be read.");
  return event;
}

}  // namespace callwright
