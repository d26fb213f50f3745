#pragma once

#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/ports/service_status.hpp"
#include "handlers/router.hpp"
#include "handlers/webhook/verify.hpp"
#include "workflows/model/event.hpp"

#include <cstddef>
#include <expected>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct WebhookSettings {
  SignaturePolicy signature;
  std::string insights_secret;             ///< CALLWRIGHT_INSIGHTS_SECRET; empty: that path does not exist
  std::size_t body_bytes_max = 1'048'576;  ///< the server reads no more either
  std::string out_of_service;              ///< why no webhook is taken (chat gateway); empty: they are taken
};

/// A webhook that was not taken: what goes back and what is counted.
struct RefusedWebhook {
  HttpReply reply;
  WebhookResult result = WebhookResult::Malformed;
};

/// All that is decided before the calls are asked: size, signature over the raw bytes, then the body.
std::expected<Event, RefusedWebhook> read_webhook(const Request& request, const WebhookSettings& settings);
/// The same for an insight group's own webhook, which nothing is known to sign: the secret in the path stands
/// for the signature, and no other type of event is taken on it.
std::expected<Event, RefusedWebhook> read_insights_webhook(const Request& request, std::string_view secret,
                                                           const WebhookSettings& settings);

/// `POST /webhooks/telnyx` and `POST /webhooks/telnyx/insights/{secret}`. 200 means stored, and only that:
/// Telnyx repeats a 5xx and never another refusal.
class WebhookHandler {
 public:
  WebhookHandler(CallInbox& inbox, HandlerMetrics& metrics, WebhookSettings settings);
  [[nodiscard]] boost::asio::awaitable<HttpReply> receive(Request request) const;
  [[nodiscard]] boost::asio::awaitable<HttpReply> receive_insights(Request request, std::string secret) const;

 private:
  boost::asio::awaitable<HttpReply> deliver(std::expected<Event, RefusedWebhook> webhook, TimePoint at) const;

  CallInbox& inbox_;
  HandlerMetrics& metrics_;
  WebhookSettings settings_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const WebhookHandler& handler);

}  // namespace callwright
