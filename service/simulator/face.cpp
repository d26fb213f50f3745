#include "service/simulator/face.hpp"

#include "handlers/ports/http_text.hpp"
#include "service/simulator/operation_of.hpp"
#include "service/simulator/read_behaviour.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/use_awaitable.hpp>

namespace callwright::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kApi = "/v2";
/// Longer than any deadline of a client, so that a lost answer looks lost.
constexpr auto kNeverAnswered = std::chrono::milliseconds{30s};

HttpReply connection_end() { return HttpReply{.status = kNoReply, .headers = {}}; }

/// Several of them make one that has not the form of a key: the model refuses it, as it refuses an empty one.
std::optional<std::string> idempotency_key(const Request& request) {
  std::optional<std::string> key;
  for (const auto& [name, value] : request.headers) {
    if (name == "idempotency-key") key = key ? *key + ", " + value : value;
  }
  return key;
}

ApiRequest api_request(const Request& request) {
  return {.method = request.method,
          .path = request.path.substr(kApi.size()),
          .query = request.query,
          .authorization = std::string(request.header("authorization")),
          .body = request.body,
          .idempotency_key = idempotency_key(request)};
}

HttpReply http_reply(ApiResponse response) {
  HttpReply reply{.status = response.status, .headers = std::move(response.headers)};
  if (response.text) {
    reply.content_type = response.text->content_type;
    reply.body = std::move(response.text->text);
  } else {
    reply.body = response.body.text();
  }
  return reply;
}

/// An error body as Telnyx writes it.
HttpReply failing_reply(int status) {
  const bool limited = status == 429;
  JsonWriter out;
  out.begin_object().key("errors").begin_array().begin_object();
  out.member("code", limited ? "10011" : "10016");
  out.member("title", limited ? "Too many requests" : "Internal error");
  out.member("detail", "The simulator was told to fail this request.");
  out.end_object().end_array().end_object();
  HttpReply reply{.status = status, .body = out.take(), .headers = {}};
  if (limited) {
    reply.headers = {{"x-ratelimit-limit", "1"}, {"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1"}};
  }
  return reply;
}

/// The leg of `POST /_simulator/calls/{leg}{act}`.
std::optional<std::string> leg_of_act(const Request& request, std::string_view act) {
  constexpr std::string_view kCalls = "/_simulator/calls/";
  std::string_view path = request.path;
  if (request.method != "POST" || !path.starts_with(kCalls) || !path.ends_with(act)) return std::nullopt;
  if (path.size() <= kCalls.size() + act.size()) return std::nullopt;
  return std::string(path.substr(kCalls.size(), path.size() - kCalls.size() - act.size()));
}

}  // namespace

Face::Face(boost::asio::io_context& context, HttpClient& http, FaceSettings settings,
           std::function<TimePoint()> now)
    : context_(context),
      http_(http),
      now_(now),
      webhook_url_(settings.model.webhook_url),
      own_webhook_url_(settings.model.webhook_url),
      model_(std::move(settings.model)),
      sender_(context, http, signer_, std::move(now), std::move(settings.delivery),
              [this](DeliveryReport report) { model_.delivered(now_(), std::move(report)); }),
      wake_(context) {}

void Face::stop() {
  wake_.cancel();
  sender_.stop();
}

boost::asio::awaitable<HttpReply> Face::handle(Request request) {
  if (request.path.starts_with("/v2/")) co_return co_await serve_api(std::move(request));
  if (request.method == "POST" && request.path == "/_simulator/initialization") {
    co_return co_await initialize(std::move(request), {});
  }
  if (auto leg = leg_of_act(request, "/tool"))
    co_return co_await call_tool(std::move(request), *std::move(leg));
  if (auto leg = leg_of_act(request, "/initialization")) {
    co_return co_await initialize(std::move(request), *std::move(leg));
  }
  auto reply = steer(request);
  pump();
  co_return reply;
}

boost::asio::awaitable<HttpReply> Face::serve_api(Request request) {
  const auto operation = operation_of(request.method, request.path.substr(kApi.size()));
  const auto number = requests_.begin(now_(), operation, request);
  const auto fault = faults_.next_of(operation);
  auto reply = fault ? co_await serve_fault(request, *fault) : api_reply(request);
  requests_.end(number, reply.status);
  co_return reply;
}

boost::asio::awaitable<HttpReply> Face::serve_fault(const Request& request, const ApiFault& fault) {
  auto reply = fault.applied || fault.kind == ApiFault::Kind::Slow ? api_reply(request) : HttpReply();
  co_await pass(fault.kind == ApiFault::Kind::Timeout ? kNeverAnswered : fault.delay);
  switch (fault.kind) {
    case ApiFault::Kind::Status: co_return failing_reply(fault.status);
    case ApiFault::Kind::Slow: co_return reply;
    case ApiFault::Kind::Timeout:
    case ApiFault::Kind::Reset: break;
  }
  co_return connection_end();
}

boost::asio::awaitable<void> Face::pass(Duration time) {
  if (time <= Duration(0)) co_return;
  boost::asio::steady_timer silence(context_, time);
  co_await silence.async_wait(boost::asio::use_awaitable);
}

HttpReply Face::api_reply(const Request& request) {
  auto reply = http_reply(model_.request(now_(), api_request(request)));
  pump();
  return reply;
}

void Face::pump() {
  for (auto& webhook : model_.advance(now_())) {
    // The model's address is the one of the start; legs with an address of their own keep it.
    if (webhook.url == own_webhook_url_) webhook.url = webhook_url_;
    const auto fate = faults_.next_of_webhook(webhook.event_type);
    sender_.send(std::move(webhook), fate);
  }
  const auto due = model_.next_due();
  if (!due) return;
  wake_.expires_after(std::max(*due - now_(), Duration(0)));
  wake_.async_wait([this](const boost::system::error_code& error) {
    if (!error) pump();
  });
}

}  // namespace callwright::simulator
