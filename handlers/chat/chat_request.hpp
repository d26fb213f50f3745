#pragma once

#include "handlers/ports/http.hpp"

#include <expected>
#include <string>

namespace callwright {

/// `POST /chat`.
struct ChatRequest {
  std::string message;
  std::string conversation_id;  ///< empty: a new conversation
  std::string assistant_id;
  std::string name;  ///< of whoever writes; may be empty
  bool wants_stream = false;
};

/// The reply is 400 (`chat.<field>`, `chat.unknown_field`, `json.invalid`, …), 413 or 415.
/// `default_assistant` is taken where the request names none; empty: then it must.
std::expected<ChatRequest, HttpReply> read_chat(const Request& request, const std::string& default_assistant);

/// True when the client prefers Server-Sent Events to JSON.
bool accepts_events(std::string_view accept);

}  // namespace callwright
