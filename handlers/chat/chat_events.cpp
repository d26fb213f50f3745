#include "handlers/chat/chat_events.hpp"

#include "workflows/model/json.hpp"

#include <utility>

namespace callwright {
namespace {

std::string event_text(std::string_view name, std::string_view data) {
  return std::string("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
}

/// The text of one event's data, in whichever of the forms it came.
std::string text_of(const std::string& data, std::initializer_list<std::string_view> members) {
  const auto document = JsonDocument::parse(data);
  if (!document) return data;
  const auto root = document->root();
  if (root.is_string()) return root.str();
  if (!root.is_object()) return root.is_null() ? std::string() : data;
  for (const auto member : members) {
    if (root[member].is_string()) return root[member].str();
  }
  return {};
}

}  // namespace

ChatNews read_chat_event(const SseEvent& event) {
  using enum ChatNews::Kind;
  if (event.data == "[DONE]") return {.kind = Done, .text = {}};
  if (event.name == "delta" || event.name == "message")
    return {.kind = Delta, .text = text_of(event.data, {"content", "delta", "text"})};
  if (event.name == "done") return {.kind = Done, .text = text_of(event.data, {"content", "reply", "text"})};
  if (event.name == "error")
    return {.kind = Trouble, .text = text_of(event.data, {"detail", "message", "error", "content"})};
  return {};
}

std::string conversation_event(std::string_view conversation_id) {
  return event_text("conversation", json_object({{"conversation_id", conversation_id}}).text());
}

std::string delta_event(std::string_view content) {
  return event_text("delta", json_object({{"content", content}}).text());
}

std::string done_event(std::string_view conversation_id, std::string_view reply) {
  return event_text("done", json_object({{"conversation_id", conversation_id}, {"reply", reply}}).text());
}

std::string error_event(const HttpReply& problem) { return event_text("error", problem.body); }

}  // namespace callwright
