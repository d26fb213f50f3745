#pragma once

#include "workflows/engine/decision.hpp"

#include <string>

namespace callwright::engine {

/// Takes over what caller and assistant said: `message_history` of call.ai_gather.message_history_updated
/// (sent when the workflow asks for `send_message_history_updates`) or `messages` of call.conversation.ended.
/// Each report holds all of it; the latest part is kept.
void history_came(Decision& d, const JsonNode& payload);

/// How an assistant that is started again in the middle of a call begins.
struct Resumption {
  std::string greeting;  ///< spoken first
  std::string note;      ///< what the assistant has to know, after what was said before
};

/// `body` of ai_assistant_start with what was said before and the note as its message_history.
Json resumed(const Call& call, const Json& body, const Resumption& resumption);

}  // namespace callwright::engine
