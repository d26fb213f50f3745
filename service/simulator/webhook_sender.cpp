#include "service/simulator/webhook_sender.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright::simulator {
namespace {

constexpr std::size_t kAttemptsKept = 50'000;
constexpr std::size_t kAnswerBytesKept = 4'096;

DeliveryAnswer answer_of(Result<HttpResponse> response) {
  if (!response) return {.status = 0, .error = response.error().code, .location = {}};
  DeliveryAnswer answer{.status = response->status, .error = {}, .location = {}};
  answer.location = std::string(response->header("location"));
  answer.headers = std::move(response->headers);
  answer.body = response->body.substr(0, kAnswerBytesKept);
  return answer;
}

Delivery lost(TimePoint now, const Webhook& webhook) {
  return {.at = now,
          .event_id = webhook.event_id,
          .event_type = webhook.event_type,
          .url = webhook.url,
          .error = "lost"};
}

}  // namespace

WebhookSender::WebhookSender(boost::asio::io_context& context, HttpClient& http, const Signer& signer,
                             std::function<TimePoint()> now, DeliveryRules rules,
                             std::function<void(DeliveryReport)> on_report)
    : context_(context),
      http_(http),
      signer_(signer),
      now_(std::move(now)),
      on_report_(std::move(on_report)),
      deliveries_(std::move(rules)),
      wake_(context) {}

void WebhookSender::send(Webhook webhook, const WebhookFate& fate) {
  if (stopped_) return;
  const auto now = now_();
  if (fate.is_lost) {
    note(lost(now, webhook));
    return;
  }
  auto copy = webhook;
  copy.delivery_id.clear();  // Telnyx knows of one delivery
  for (std::int64_t made = 0; made < fate.copies; ++made) deliveries_.add(now + fate.delay, copy);
  if (fate.is_swapped) {
    held_.push_back({std::move(webhook), now, now + fate.delay});
  } else {
    deliveries_.add(now + fate.delay, std::move(webhook));
  }
  pump();
}

void WebhookSender::stop() {
  stopped_ = true;
  wake_.cancel();
  for (auto signal = running_.begin(); signal != running_.end();) {  // one that ends at once leaves the list
    (signal++)->emit(boost::asio::cancellation_type::terminal);
  }
}

std::optional<TimePoint> WebhookSender::next_due() const {
  auto due = deliveries_.next_due();
  for (const auto& held : held_) due = std::min(due.value_or(held.until), held.until);
  return due;
}

void WebhookSender::release(TimePoint now, std::optional<TimePoint> arrived) {
  std::erase_if(held_, [&](Held& held) {
    if (held.until > now && (!arrived || *arrived < held.since)) return false;
    deliveries_.add(now, std::move(held.webhook));
    return true;
  });
}

void WebhookSender::pump() {
  if (stopped_) return;
  const auto now = now_();
  release(now, std::nullopt);
  for (auto& due : deliveries_.due(now)) {
    const auto own = running_.emplace(running_.end());
    // An attempt reports its own failure; what it throws can only be that it was told to stop.
    boost::asio::co_spawn(context_, attempt(std::move(due)),
                          boost::asio::bind_cancellation_slot(
                              own->slot(), [this, own](const std::exception_ptr&) { running_.erase(own); }));
  }
  const auto due = next_due();
  if (!due) return;
  wake_.expires_after(std::max(*due - now, Duration(0)));
  wake_.async_wait([this](const boost::system::error_code& error) {
    if (!error) pump();
  });
}

boost::asio::awaitable<void> WebhookSender::attempt(DeliveryAttempt attempt) {
  const auto began_at = now_();
  HttpRequest request{.method = attempt.method,
                      .url = attempt.url,
                      .headers = {},
                      .body = attempt.method == "GET" ? "" : attempt.body.text(),
                      .deadline = attempt.answer_within};
  request.headers = signer_.headers(request.body, began_at);
  if (attempt.method != "GET") request.headers.emplace_back("content-type", "application/json");
  auto headers = request.headers;
  auto answer = answer_of(co_await http_.exchange(std::move(request)));
  note({.at = began_at,
        .event_id = std::move(attempt.event_id),
        .event_type = std::move(attempt.event_type),
        .url = std::move(attempt.url),
        .attempt = attempt.number,
        .status = answer.status,
        .error = answer.error});
  const auto ended_at = now_();
  if (auto report = deliveries_.ended(ended_at, attempt.key, std::move(answer))) {
    report->request_headers = std::move(headers);
    if (report->is_delivered) release(ended_at, began_at);
    if (!report->delivery_id.empty()) on_report_(std::move(*report));
  }
  pump();
}

void WebhookSender::note(Delivery delivery) {
  log_.push_back(std::move(delivery));
  if (log_.size() > kAttemptsKept) log_.pop_front();
}

}  // namespace callwright::simulator
