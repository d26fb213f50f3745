#pragma once

#include "handlers/calls_api/calls_api.hpp"
#include "handlers/calls_api/start_api.hpp"
#include "handlers/dead_letters/dead_letters_api.hpp"
#include "handlers/on_call/on_call_api.hpp"
#include "handlers/ports/call_archive.hpp"
#include "handlers/router.hpp"
#include "handlers/tool/tool_handler.hpp"
#include "handlers/webhook/webhook_handler.hpp"
#include "handlers/workflows_api/reload_api.hpp"
#include "handlers/workflows_api/workflows_api.hpp"
#include "service/app/config.hpp"
#include "service/app/service_state.hpp"
#include "service/app/shard_loop.hpp"
#include "service/app/telnyx_port.hpp"
#include "service/app/webhook_port.hpp"
#include "service/net/http_client.hpp"
#include "service/net/http_server.hpp"
#include "service/observe/log.hpp"
#include "service/observe/metrics.hpp"

#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright {

/// What all endpoints use; outlives them.
struct EndpointServices {
  const Config& config;
  Exposure exposure;
  std::shared_ptr<TlsContext> tls;
  CallInbox& inbox;
  CallArchive& archive;
  DeadLetterBox& letters;
  OnCallDesk& on_call;
  WorkflowReload& reload;
  WorkflowLibrary& workflows;
  const CallTokens& tokens;
  const ServiceState& state;
  Log& log;
  std::function<TimePoint()> clock;
};

/// One shard's side to the network: its listener with all paths, its connections to Telnyx.
class Endpoint {
 public:
  /// The functions are called on the thread of the io_context or while it does not run.
  Endpoint(boost::asio::io_context& context, const EndpointServices& services, ShardMetrics& metrics);
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  [[nodiscard]] WaysOut ways() { return {.telnyx = &api_, .webhooks = &webhooks_out_}; }
  /// Unavailable `http.listen`.
  Result<void> listen(ServerConfig config);
  [[nodiscard]] unsigned short port() const { return server_->port(); }
  void stop_accepting();
  /// Afterwards nothing of this endpoint runs.
  boost::asio::awaitable<void> close(std::chrono::milliseconds patience);

 private:
  boost::asio::awaitable<HttpReply> answer(Request request);

  boost::asio::io_context& context_;
  ShardMetrics& metrics_;
  Log& log_;
  std::function<TimePoint()> clock_;
  PooledHttpClient client_;
  TelnyxPort api_;
  WebhookPort webhooks_out_;
  WebhookHandler webhooks_;
  ToolHandler tools_;
  CallsApi calls_;
  StartApi starts_;
  DeadLettersApi letters_;
  OnCallApi on_call_;
  ReloadApi reload_;
  WorkflowsApi workflows_;
  Router router_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace callwright
