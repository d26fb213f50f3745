#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/telnyx.hpp"
#include "workflows/model/message.hpp"

#include <string>
#include <string_view>

namespace callwright {

/// What a client is told about a request to Telnyx that did not succeed, and what the book keeps.
struct UpstreamFailure {
  HttpReply reply;  ///< a problem document that says what to fix
  MessageState state = MessageState::Unknown;
  std::string code;  ///< of the document
};

/// `outcome` is not Accepted. Telnyx's 401 and 403 are about this service's own key: they become 502, so that
/// nobody takes them for a refusal of the client. Source of the meanings: Telnyx's chat and SMS endpoints
/// answer 401 for a bad key, 404 for an unknown assistant, 400 for empty content or `ai_disabled`.
UpstreamFailure upstream_failure(const ApiOutcome& outcome);
/// The same for an answer that is not what was agreed on; `what` is half a sentence.
UpstreamFailure malformed_answer(std::string_view what);

/// The reply with `conversation_id` in its problem document; as it is when there is none.
HttpReply with_conversation(HttpReply reply, std::string_view conversation_id);

}  // namespace callwright
