#pragma once

#include "handlers/ports/http.hpp"
#include "service/simulator/signer.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright::simulator {

/// One attempt to deliver one webhook.
struct Delivery {
  TimePoint at{};
  std::string event_id;
  std::string event_type;
  std::string url;
  int attempt = 1;
  int status = 0;     ///< of the answer; 0 without one
  std::string error;  ///< why there was no answer; `dropped` when it was never sent
};

struct DeliveryPolicy {
  Duration answer_within = std::chrono::seconds{2};
  /// Between the attempts at one address. Telnyx waits minutes before later ones; here a person watches.
  std::vector<Duration> pauses = {std::chrono::seconds{1}, std::chrono::seconds{5}, std::chrono::seconds{15}};
};

/// Delivers webhooks as Telnyx does: signed, an answer within 2 s, repeated after no answer, 408, 429 and
/// 5xx, then the same at the failover address. Deliveries run side by side, so they arrive in any order. All
/// functions are called on the thread of the io_context.
class WebhookSender {
 public:
  WebhookSender(boost::asio::io_context& context, HttpClient& http, const Signer& signer,
                std::function<TimePoint()> now, DeliveryPolicy policy);

  /// Begins a delivery to the webhook's own address, then to `failover_url` when that is not empty.
  void send(const Webhook& webhook, const std::string& failover_url);
  /// Notes a webhook that is lost on purpose.
  void drop(const Webhook& webhook);
  /// Attempts so far, oldest first; the oldest of many are forgotten.
  [[nodiscard]] const std::deque<Delivery>& deliveries() const { return deliveries_; }
  /// Ends what is under way; only while the io_context runs, because Boost 1.81 would otherwise put the end
  /// off until a delivery may be gone. When the io_context has run out, nothing refers to this object.
  void stop();

 private:
  boost::asio::awaitable<void> deliver(Webhook webhook, std::string failover_url);
  /// True when no further attempt is needed.
  boost::asio::awaitable<bool> attempt(const Webhook& webhook, std::string url, int number);
  void note(Delivery delivery);

  boost::asio::io_context& context_;
  HttpClient& http_;
  const Signer& signer_;
  std::function<TimePoint()> now_;
  DeliveryPolicy policy_;
  std::deque<Delivery> deliveries_;
  std::list<boost::asio::cancellation_signal> running_;
  bool stopped_ = false;
};

}  // namespace callwright::simulator
