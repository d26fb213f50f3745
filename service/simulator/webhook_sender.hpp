#pragma once

#include "handlers/ports/http.hpp"
#include "service/simulator/signer.hpp"
#include "service/simulator/webhook_faults.hpp"
#include "workflows/simulator/deliveries.hpp"

#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::simulator {

/// One attempt to deliver one webhook.
struct Delivery {
  TimePoint at{};
  std::string event_id;
  std::string event_type;
  std::string url;
  int attempt = 1;
  int status = 0;     ///< of the answer; 0 without one
  std::string error;  ///< why there was no answer; `lost` when it was never sent
};

/// Makes the attempts that the model of deliveries asks for, signed and over real sockets, and tells it what
/// came of them. Deliveries run side by side, so they arrive in any order. All functions are called on the
/// thread of the io_context.
class WebhookSender {
 public:
  /// `on_report` gets every attempt of a webhook that was not made by a fault.
  WebhookSender(boost::asio::io_context& context, HttpClient& http, const Signer& signer,
                std::function<TimePoint()> now, DeliveryRules rules,
                std::function<void(DeliveryReport)> on_report);

  void set_failover_url(std::string url) { deliveries_.set_failover_url(std::move(url)); }
  /// Begins a delivery, or what `fate` makes of it.
  void send(Webhook webhook, const WebhookFate& fate);
  /// Attempts so far, oldest first; the oldest of many are forgotten.
  [[nodiscard]] const std::deque<Delivery>& deliveries() const { return log_; }
  /// Ends what is under way; only while the io_context runs, because Boost 1.81 would otherwise put the end
  /// off until a delivery may be gone. When the io_context has run out, nothing refers to this object.
  void stop();

 private:
  /// A webhook that waits until another one has arrived.
  struct Held {
    Webhook webhook;
    TimePoint since{};
    TimePoint until{};
  };
  /// Begins all attempts that are due and sleeps until more are.
  void pump();
  [[nodiscard]] std::optional<TimePoint> next_due() const;
  /// Lets go of what was held until now; also of what was held before `arrived`, when another one's attempt
  /// began that has arrived meanwhile.
  void release(TimePoint now, std::optional<TimePoint> arrived);
  boost::asio::awaitable<void> attempt(DeliveryAttempt attempt);
  void note(Delivery delivery);

  boost::asio::io_context& context_;
  HttpClient& http_;
  const Signer& signer_;
  std::function<TimePoint()> now_;
  std::function<void(DeliveryReport)> on_report_;
  Deliveries deliveries_;
  std::deque<Held> held_;
  std::deque<Delivery> log_;
  std::list<boost::asio::cancellation_signal> running_;
  boost::asio::steady_timer wake_;
  bool stopped_ = false;
};

}  // namespace callwright::simulator
