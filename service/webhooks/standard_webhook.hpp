#pragma once

#include "handlers/ports/http.hpp"
#include "service/runtime/ports/webhook_sender.hpp"

#include <string>
#include <string_view>

namespace callwright {

/// The bytes of a configured secret: what `whsec_` is followed by, decoded from Base64, or the text itself.
/// InvalidInput `webhook.secret`.
Result<std::string> signing_key(std::string_view secret);

/// One attempt at `now`. An empty key: it is not signed.
/// Source: the Standard Webhooks specification, "Signature scheme" and "Webhook metadata".
HttpRequest request_of(const WebhookSend& webhook, std::string_view key, TimePoint now);

/// What a response means. `now` turns dates of Retry-After into a duration.
WebhookReply reply_of(const HttpResponse& response, TimePoint now);
/// The same for an exchange without a response, from the error codes of HttpClient.
WebhookReply reply_of(const Error& error);

}  // namespace callwright
