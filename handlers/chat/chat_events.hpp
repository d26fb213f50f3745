#pragma once

#include "handlers/chat/sse_reader.hpp"
#include "handlers/ports/http.hpp"

#include <string>
#include <string_view>

namespace callwright {

/// What an event of Telnyx's chat stream tells.
struct ChatNews {
  enum class Kind { Nothing, Delta, Done, Trouble };
  Kind kind = Kind::Nothing;
  std::string text;  ///< Delta: what was added; Done: the whole reply, where it is told; Trouble: why
};

/// Telnyx names the events `delta`, `done` and `error`, but does not state their data: an object with
/// `content`, a JSON text, or plain text are understood.
ChatNews read_chat_event(const SseEvent& event);

/// Our own events, as bytes on the wire.
std::string conversation_event(std::string_view conversation_id);  ///< the first: `{conversation_id}`
std::string delta_event(std::string_view content);                 ///< `{content}`
std::string done_event(std::string_view conversation_id, std::string_view reply);  ///< as without a stream
std::string error_event(const HttpReply& problem);                                 ///< the problem document

}  // namespace callwright
