#include "handlers/webhook/webhook_handler.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/webhook/parse_event.hpp"
#include "workflows/model/json.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace callwright {
namespace {

std::unexpected<RefusedWebhook> refuse(HttpReply reply, WebhookResult result) {
  return std::unexpected(RefusedWebhook{std::move(reply), result});
}

/// What holds for every webhook before anything of it is believed.
std::optional<RefusedWebhook> refuse_unread(const Request& request, const WebhookSettings& settings) {
  if (request.method != "POST") {
    auto reply = problem(405, "webhook.method", "Webhooks are POST: set webhook_url_method to POST.");
    reply.headers.emplace_back("allow", "POST");
    return RefusedWebhook{std::move(reply), WebhookResult::Malformed};
  }
  if (!settings.out_of_service.empty()) {
    return RefusedWebhook{problem(503, "webhook.out_of_service", settings.out_of_service),
                          WebhookResult::Unavailable};
  }
  if (request.body.size() > settings.body_bytes_max) {
    return RefusedWebhook{
        problem(413, "webhook.too_large",
                "A webhook has at most " + std::to_string(settings.body_bytes_max) + " bytes."),
        WebhookResult::TooLarge};
  }
  return std::nullopt;
}

/// The body of a request that is known to be genuine.
std::expected<Event, RefusedWebhook> read_body(const Request& request) {
  if (request.header("content-type").starts_with("application/x-www-form-urlencoded")) {
    return refuse(
        problem(400, "webhook.texml",
                "This is a TeXML callback (form-encoded): point a Call Control application here, not a "
                "TeXML application."),
        WebhookResult::Malformed);
  }
  auto event = parse_event(request.body);
  if (event) return std::move(*event);
  if (event.error().code == "webhook.api_version") {
    return refuse(signature_problem(SignatureVerdict::ApiVersion1), WebhookResult::Malformed);
  }
  return refuse(problem(event.error()), WebhookResult::Malformed);
}

HttpReply delivered(std::string_view status) {
  return HttpReply{.status = 200, .body = json_object({{"status", status}}).text(), .headers = {}};
}

}  // namespace

std::expected<Event, RefusedWebhook> read_webhook(const Request& request, const WebhookSettings& settings) {
  if (auto refused = refuse_unread(request, settings)) return std::unexpected(std::move(*refused));
  const auto verdict = verify_request(request, settings.signature);
  if (verdict == SignatureVerdict::Authentic) return read_body(request);
  return refuse(signature_problem(verdict),
                verdict == SignatureVerdict::Stale ? WebhookResult::Stale : WebhookResult::BadSignature);
}

std::expected<Event, RefusedWebhook> read_insights_webhook(const Request& request, std::string_view secret,
                                                           const WebhookSettings& settings) {
  if (settings.insights_secret.empty()) {
    return refuse(problem(404, "webhook.insights_not_configured",
                          "Set CALLWRIGHT_INSIGHTS_SECRET to take the webhooks of insight groups here."),
                  WebhookResult::BadSignature);
  }
  if (auto refused = refuse_unread(request, settings)) return std::unexpected(std::move(*refused));
  if (!same_secret(secret, settings.insights_secret)) {
    return refuse(problem(401, "webhook.insights_secret",
                          "The last part of the path is not the value of CALLWRIGHT_INSIGHTS_SECRET."),
                  WebhookResult::BadSignature);
  }
  auto event = read_body(request);
  if (event && event->type != EventType::InsightsGenerated) {
    return refuse(problem(400, "webhook.not_insights",
                          "Only insights come here; send all other webhooks to /webhooks/telnyx."),
                  WebhookResult::Malformed);
  }
  return event;
}

WebhookHandler::WebhookHandler(CallInbox& inbox, HandlerMetrics& metrics, WebhookSettings settings)
    : inbox_(inbox), metrics_(metrics), settings_(std::move(settings)) {}

boost::asio::awaitable<HttpReply> WebhookHandler::receive(Request request) const {
  co_return co_await deliver(read_webhook(request, settings_), request.received_at);
}

boost::asio::awaitable<HttpReply> WebhookHandler::receive_insights(Request request,
                                                                   std::string secret) const {
  co_return co_await deliver(read_insights_webhook(request, secret, settings_), request.received_at);
}

boost::asio::awaitable<HttpReply> WebhookHandler::deliver(std::expected<Event, RefusedWebhook> webhook,
                                                          TimePoint at) const {
  if (!webhook) {
    metrics_.count_webhook("other", webhook.error().result);
    co_return std::move(webhook.error().reply);
  }
  const auto label = event_label(webhook->name);
  const auto outcome = co_await inbox_.deliver(std::move(*webhook), at);
  if (!outcome) {  // whatever the reason, nothing is stored: only a 5xx makes Telnyx send it again
    metrics_.count_webhook(label, WebhookResult::Unavailable);
    co_return problem(503, outcome.error().code, outcome.error().detail);
  }
  switch (*outcome) {
    case Delivery::Stored:
      metrics_.count_webhook(label, WebhookResult::Stored);
      co_return delivered("stored");
    case Delivery::Duplicate:
      metrics_.count_webhook(label, WebhookResult::Duplicate);
      co_return delivered("duplicate");
    case Delivery::Unmatched: break;
  }
  metrics_.count_webhook(label, WebhookResult::Unmatched);
  co_return delivered("unmatched");
}

void add_routes(Router& router, const WebhookHandler& handler) {
  router.add("POST", "/webhooks/telnyx",
             [&handler](Request request, const PathValues&) { return handler.receive(std::move(request)); });
  router.add("POST", "/webhooks/telnyx/insights/{secret}", [&handler](Request request, PathValues values) {
    return handler.receive_insights(std::move(request), std::move(values.front()));
  });
}

}  // namespace callwright
