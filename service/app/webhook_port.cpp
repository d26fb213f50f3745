#include "service/app/webhook_port.hpp"

#include "service/webhooks/standard_webhook.hpp"

#include <exception>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright {
namespace {

constexpr std::size_t kResponseBytesMax = 1'048'576;

ClientConfig client_config(const WebhookPortConfig& config) {
  ClientConfig client;
  client.connections_per_origin_max = config.per_host_max;
  client.response_bytes_max = kResponseBytesMax;
  client.plain_http_allowed = true;  // the address is the operator's own choice and no key of ours goes there
  client.report = config.report;
  return client;
}

void report_task(const WebhookPortConfig& config, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    config.report(Error(Errc::Unavailable, "webhook.task_failed", exception.what()));
  }
}

}  // namespace

WebhookPort::WebhookPort(boost::asio::io_context& context, std::shared_ptr<TlsContext> tls,
                         WebhookPortConfig config)
    : config_(std::move(config)),
      client_(context, std::move(tls), client_config(config_)),
      tasks_(context.get_executor(),
             [this](const std::exception_ptr& failure) { report_task(config_, failure); }) {}

void WebhookPort::send(WebhookSend request, Done done) {
  tasks_.spawn(attempt(std::move(request), std::move(done)));
}

boost::asio::awaitable<void> WebhookPort::attempt(WebhookSend request, Done done) {
  // Behind the handlers that are ready, so that nothing is answered before `send` has returned.
  co_await boost::asio::post(boost::asio::use_awaitable);
  auto reply = co_await exchange(std::move(request));
  done(std::move(reply));
}

boost::asio::awaitable<WebhookReply> WebhookPort::exchange(WebhookSend request) {
  std::string key;
  if (!request.secret.empty()) {
    const auto secret = config_.secrets.find(request.secret);
    if (secret != config_.secrets.end()) key = signing_key(secret->second.reveal()).value_or("");
    if (key.empty()) {
      co_return WebhookReply{.status = 0,
                             .code = "no_secret",
                             .detail = "The secret " + request.secret + " cannot be used; set secrets." +
                                       request.secret + " in callwright.yaml."};
    }
  }
  const auto response = co_await client_.exchange(request_of(request, key, config_.now()));
  if (!response) co_return reply_of(response.error());
  co_return reply_of(*response, config_.now());
}

boost::asio::awaitable<void> WebhookPort::close() {
  tasks_.cancel();
  co_await tasks_.join();
  co_await client_.close();
}

}  // namespace callwright
