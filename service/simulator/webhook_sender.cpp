#include "service/simulator/webhook_sender.hpp"

#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright::simulator {
namespace {

constexpr std::size_t kDeliveriesMax = 50'000;

bool is_final(int status) { return status != 0 && status != 408 && status != 429 && status < 500; }

}  // namespace

WebhookSender::WebhookSender(boost::asio::io_context& context, HttpClient& http, const Signer& signer,
                             std::function<TimePoint()> now, DeliveryPolicy policy)
    : context_(context), http_(http), signer_(signer), now_(std::move(now)), policy_(std::move(policy)) {}

void WebhookSender::send(const Webhook& webhook, const std::string& failover_url) {
  if (stopped_) return;
  const auto own = running_.emplace(running_.end());
  // A delivery notes its own failures; what it throws can only be that it was told to stop.
  boost::asio::co_spawn(context_, deliver(webhook, failover_url),
                        boost::asio::bind_cancellation_slot(
                            own->slot(), [this, own](const std::exception_ptr&) { running_.erase(own); }));
}

void WebhookSender::drop(const Webhook& webhook) {
  note({.at = now_(),
        .event_id = webhook.event_id,
        .event_type = webhook.event_type,
        .url = webhook.url,
        .error = "dropped"});
}

void WebhookSender::stop() {
  stopped_ = true;
  for (auto signal = running_.begin(); signal != running_.end();) {  // one that ends at once leaves the list
    (signal++)->emit(boost::asio::cancellation_type::terminal);
  }
}

boost::asio::awaitable<void> WebhookSender::deliver(Webhook webhook, std::string failover_url) {
  boost::asio::steady_timer pause(context_);
  int number = 1;
  for (const auto& url : {webhook.url, failover_url}) {
    if (url.empty()) continue;
    if (co_await attempt(webhook, url, number++)) co_return;
    for (const auto wait : policy_.pauses) {
      pause.expires_after(wait);
      co_await pause.async_wait(boost::asio::use_awaitable);
      if (co_await attempt(webhook, url, number++)) co_return;
    }
  }
}

boost::asio::awaitable<bool> WebhookSender::attempt(const Webhook& webhook, std::string url, int number) {
  Delivery delivery{.at = now_(),
                    .event_id = webhook.event_id,
                    .event_type = webhook.event_type,
                    .url = url,
                    .attempt = number};
  HttpRequest request{
      .method = "POST", .url = std::move(url), .headers = {}, .body = {}, .deadline = policy_.answer_within};
  request.body = redelivery(webhook, number, delivery.url).text();
  request.headers = signer_.headers(request.body, delivery.at);
  request.headers.emplace_back("content-type", "application/json");
  const auto response = co_await http_.exchange(std::move(request));
  if (response) {
    delivery.status = response->status;
  } else {
    delivery.error = response.error().code;
  }
  const bool done = is_final(delivery.status);
  note(std::move(delivery));
  co_return done;
}

void WebhookSender::note(Delivery delivery) {
  deliveries_.push_back(std::move(delivery));
  if (deliveries_.size() > kDeliveriesMax) deliveries_.pop_front();
}

}  // namespace callwright::simulator
