#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/model/json.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// `POST /sms`.
struct SmsRequest {
  std::string to, from;
  std::string text;  ///< empty: Telnyx sends the greeting, or what the assistant makes up
  std::string assistant_id;
  std::string call;  ///< a call of ours that it belongs to; may be empty
  std::optional<bool> should_create_conversation;
  Json metadata;  ///< an object of texts, whole numbers, true and false; null: none
};

struct SmsDefaults {
  std::string assistant_id, from;
};

/// The reply is 400 (`sms.<field>`, `sms.unknown_field`, `json.invalid`, …), 413 or 415.
std::expected<SmsRequest, HttpReply> read_sms(const Request& request, const SmsDefaults& defaults);

/// The body of Telnyx's `chat_sms`. `call_conversation` is that of the call; with the call's id it goes into
/// the metadata, as with the `sms:` of a workflow: the endpoint takes no conversation id.
Json sms_body(const SmsRequest& sms, std::string_view call_conversation);

}  // namespace callwright
