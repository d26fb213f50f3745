#pragma once

#include "handlers/gateway/upstream.hpp"
#include "handlers/ports/telnyx.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace callwright {

/// The assistant's words out of Telnyx's answer to `chat`, or what went wrong.
std::expected<std::string, UpstreamFailure> read_chat_reply(const ApiOutcome& outcome);
/// The id out of Telnyx's answer to `create_conversation`. Whatever went wrong, nothing was said yet.
std::expected<std::string, UpstreamFailure> read_new_conversation(const ApiOutcome& outcome);

/// `{"conversation_id", "reply"}`.
HttpReply chat_reply(std::string_view conversation_id, std::string_view reply);

}  // namespace callwright
