#pragma once

#include "handlers/ports/http.hpp"
#include "service/simulator/faults.hpp"
#include "service/simulator/request_log.hpp"
#include "service/simulator/signer.hpp"
#include "service/simulator/webhook_sender.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <deque>
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::simulator {

/// What somebody said into the phone.
struct Said {
  TimePoint at{};
  std::string leg;
  std::string text;
};

struct FaceSettings {
  Telnyx::Settings model;  ///< `webhook_url` is where webhooks go
  DeliveryRules delivery;
};

/// The model of Telnyx in real time: `/v2/…` is its API, `/_simulator/…` steers it (README of this folder).
/// Webhooks leave signed. All functions are called on the thread of the io_context.
class Face {
 public:
  Face(boost::asio::io_context& context, HttpClient& http, FaceSettings settings,
       std::function<TimePoint()> now);

  /// Answers one request; status kNoReply where the answer is to be lost.
  boost::asio::awaitable<HttpReply> handle(Request request);
  [[nodiscard]] std::string public_key() const { return signer_.public_key(); }

  void set_person(std::string number, const Behaviour& behaviour) {
    model_.set_person(std::move(number), behaviour);
  }
  void set_faults(Faults faults) { faults_ = std::move(faults); }
  /// Nothing happens by itself any more. Only while the io_context runs.
  void stop();

 private:
  boost::asio::awaitable<HttpReply> serve_api(Request request);
  /// The answer of a request that `fault` hits.
  boost::asio::awaitable<HttpReply> serve_fault(const Request& request, const ApiFault& fault);
  boost::asio::awaitable<void> pass(Duration time);
  HttpReply api_reply(const Request& request);
  HttpReply steer(const Request& request);
  HttpReply place_call(const Request& request);
  HttpReply act(const Request& request, std::string_view leg, std::string_view act);
  /// False when nobody is on that leg.
  bool say(const CallControlId& leg, std::string text);
  boost::asio::awaitable<HttpReply> call_tool(Request request, std::string leg);
  /// `leg` is empty in a conversation by text message.
  boost::asio::awaitable<HttpReply> initialize(Request request, std::string leg);
  /// Sends it as Telnyx does; the answer is `{"status", "answer"}`.
  boost::asio::awaitable<HttpReply> ask_signed(HttpRequest request);
  HttpReply put_person(const Request& request, std::string_view number);
  HttpReply put_faults(const Request& request);
  HttpReply put_webhooks(const Request& request);
  [[nodiscard]] HttpReply log() const;
  /// The token that the assistant of this leg's conversation was started with; empty when there is none.
  [[nodiscard]] std::string call_token(const std::string& leg) const;
  /// Sends what is due and sleeps until more is.
  void pump();

  boost::asio::io_context& context_;
  HttpClient& http_;
  std::function<TimePoint()> now_;
  Signer signer_;
  std::string webhook_url_;      ///< replaces the model's, so that it can be changed while calls run
  std::string own_webhook_url_;  ///< the one that the model knows
  Telnyx model_;
  WebhookSender sender_;
  Faults faults_;
  std::deque<Said> said_;
  RequestLog requests_;
  int initializations_ = 0;
  boost::asio::steady_timer wake_;
};

}  // namespace callwright::simulator
