#include "handlers/chat/chat_request.hpp"

#include "handlers/gateway/fields.hpp"

#include <array>
#include <utility>

namespace callwright {
namespace {

constexpr auto kKnown =
    std::to_array<std::string_view>({"message", "conversation_id", "assistant_id", "name"});
/// Our own limits: Telnyx states none.
constexpr std::size_t kMessageBytesMax = 32'768;
constexpr std::size_t kNameBytesMax = 255;

}  // namespace

bool accepts_events(std::string_view accept) {
  const auto events = accept.find("text/event-stream");
  const auto json = accept.find("application/json");
  return events != std::string_view::npos && (json == std::string_view::npos || events < json);
}

std::expected<ChatRequest, HttpReply> read_chat(const Request& request,
                                                const std::string& default_assistant) {
  const auto body = read_body(request, "chat", kKnown);
  if (!body) return std::unexpected(body.error());
  Fields fields(body->root(), "chat");
  ChatRequest chat{.message = fields.required("message", kMessageBytesMax),
                   .conversation_id = fields.id("conversation_id"),
                   .assistant_id = fields.id("assistant_id"),
                   .name = fields.text("name", kNameBytesMax),
                   .wants_stream = accepts_events(request.header("accept"))};
  if (chat.assistant_id.empty()) chat.assistant_id = default_assistant;
  if (chat.assistant_id.empty()) {
    fields.refuse("assistant_id", "assistant_id is required: name one, or set TELNYX_ASSISTANT_ID.");
  }
  if (fields.refusal()) return std::unexpected(*fields.refusal());
  return chat;
}

}  // namespace callwright
