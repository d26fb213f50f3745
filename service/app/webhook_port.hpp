#pragma once

#include "service/net/http_client.hpp"
#include "service/net/task_group.hpp"
#include "service/observe/secret.hpp"
#include "service/runtime/ports/webhook_sender.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright {

struct WebhookPortConfig {
  std::map<std::string, Secret> secrets;  ///< by the names that workflows use
  std::size_t per_host_max = 4;           ///< connections to one receiver
  std::function<TimePoint()> now;
  std::function<void(const Error&)> report;
};

/// The runtime's way to the receivers of webhooks, on the io_context of one shard. Its connections are its
/// own: a receiver that hangs takes none from the commands to Telnyx.
class WebhookPort final : public WebhookSender {
 public:
  WebhookPort(boost::asio::io_context& context, std::shared_ptr<TlsContext> tls, WebhookPortConfig config);
  void send(WebhookSend request, Done done) override;
  /// Breaks off what is under way: it is sent again after the next start.
  boost::asio::awaitable<void> close();

 private:
  boost::asio::awaitable<void> attempt(WebhookSend request, Done done);
  boost::asio::awaitable<WebhookReply> exchange(WebhookSend request);

  WebhookPortConfig config_;
  PooledHttpClient client_;
  net::TaskGroup tasks_;
};

}  // namespace callwright
