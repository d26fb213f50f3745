#pragma once

#include "handlers/calls_api/calls_api.hpp"
#include "handlers/calls_api/start_api.hpp"
#include "handlers/chat/chat_handler.hpp"
#include "handlers/dead_letters/dead_letters_api.hpp"
#include "handlers/messages/messages_api.hpp"
#include "handlers/on_call/on_call_api.hpp"
#include "handlers/ports/call_archive.hpp"
#include "handlers/ports/gateway_gate.hpp"
#include "handlers/router.hpp"
#include "handlers/sms/sms_handler.hpp"
#include "handlers/tool/tool_handler.hpp"
#include "handlers/variables/variables_handler.hpp"
#include "handlers/webhook/webhook_handler.hpp"
#include "handlers/workflows_api/reload_api.hpp"
#include "handlers/workflows_api/workflows_api.hpp"
#include "service/app/config.hpp"
#include "service/app/lookup_port.hpp"
#include "service/app/message_ledger.hpp"
#include "service/app/service_state.hpp"
#include "service/app/shard_loop.hpp"
#include "service/app/telnyx_port.hpp"
#include "service/app/webhook_port.hpp"
#include "service/net/http_client.hpp"
#include "service/net/http_server.hpp"
#include "service/observe/log.hpp"
#include "service/observe/metrics.hpp"
#include "service/telnyx/api.hpp"
#include "service/telnyx/streams.hpp"

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
  GatewayGate& gate;
  StoreService& store;
  const std::string& deployment;
  WorkflowReload& reload;
  WorkflowLibrary& workflows;
  ConversationBook& conversations;
  LookupBoard& lookups;
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
  /// Messages to assistants have connections of their own: a model that thinks holds up no call.
  PooledHttpClient gateway_client_;
  TelnyxApi gateway_api_;
  TelnyxStreamApi gateway_streams_;
  WebhookPort webhooks_out_;
  LookupPort lookups_;
  WebhookHandler webhooks_;
  VariablesHandler variables_;
  ToolHandler tools_;
  CallsApi calls_;
  StartApi starts_;
  DeadLettersApi letters_;
  OnCallApi on_call_;
  MessageLedger ledger_;
  ChatHandler chat_;
  SmsHandler sms_;
  MessagesApi messages_;
  ReloadApi reload_;
  WorkflowsApi workflows_;
  Router router_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace callwright
