#include "service/app/endpoint.hpp"

#include "handlers/health/health_handler.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace callwright {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWarmConnections = 1;
constexpr std::chrono::milliseconds kWarmEvery = 30s;

std::vector<PublicKey> keys_of(const Config& config) {
  std::vector<PublicKey> keys;
  keys.reserve(config.telnyx_public_keys.size());
  for (const auto& bytes : config.telnyx_public_keys) keys.push_back(PublicKey{bytes});
  return keys;
}

SignaturePolicy policy_of(const EndpointServices& services, SignatureTolerance tolerance) {
  return {.keys = keys_of(services.config),
          .tolerance = tolerance,
          .skip_when_local = services.config.insecure_skip_verification,
          .exposure = services.exposure};
}

WebhookSettings webhook_settings(const EndpointServices& services) {
  const auto past = std::chrono::floor<std::chrono::seconds>(services.config.webhook_tolerance);
  const SignatureTolerance tolerance{.past = past, .future = std::min(past, kWebhookTolerance.future)};
  WebhookSettings settings;
  settings.signature = policy_of(services, tolerance);
  settings.insights_secret = services.config.insights_secret.reveal();
  settings.out_of_service = services.state.out_of_service();
  return settings;
}

ToolSettings tool_settings(const EndpointServices& services) {
  ToolSettings settings;
  settings.signature = policy_of(services, kRequestTolerance);
  settings.secret = services.config.tool_secret.reveal();
  settings.out_of_service = services.state.out_of_service();
  return settings;
}

StartSettings start_settings(const EndpointServices& services) {
  return {.api_token = services.config.api_token.reveal(),
          .has_connection = !services.config.telnyx_connection_id.empty(),
          .out_of_service = services.state.out_of_service()};
}

TelnyxConfig telnyx_config(const EndpointServices& services) {
  return {.api_base = services.config.telnyx_api_base,
          .api_key = services.config.telnyx_api_key.reveal(),
          .now = services.clock};
}

void report(Log& log, const Error& error) {
  log.write_limited(Level::Warn, "http", {{"code", error.code}, {"detail", error.detail}});
}

ClientConfig client_config(Log& log) {
  ClientConfig config;
  config.report = [&log](const Error& error) { report(log, error); };
  return config;
}

/// As many connections as messages may be at work.
ClientConfig gateway_client_config(const EndpointServices& services) {
  auto config = client_config(services.log);
  config.connections_per_origin_max = services.config.chat_at_once;
  return config;
}

GatewayAccess gateway_access(const EndpointServices& services, bool open_locally) {
  return {.api_token = services.config.api_token.reveal(),
          .exposure = services.exposure,
          .open_locally = open_locally};
}

ChatSettings chat_settings(const EndpointServices& services) {
  return {.access = gateway_access(services, true),
          .assistant_id = services.config.telnyx_assistant_id,
          .reply_within = services.config.chat_timeout};
}

SmsSettings sms_settings(const EndpointServices& services) {
  return {
      .access = gateway_access(services, false),
      .defaults = {.assistant_id = services.config.telnyx_assistant_id, .from = services.config.sms_from}};
}

WebhookPortConfig webhook_port_config(const EndpointServices& services) {
  return {.secrets = services.config.secrets,
          .per_host_max = runtime::DeliveryPolicy{}.per_host_max,
          .now = services.clock,
          .report = [&log = services.log](const Error& error) { report(log, error); }};
}

LookupPortConfig lookup_port_config(const EndpointServices& services) {
  return {.secrets = services.config.secrets,
          .now = services.clock,
          .report = [&log = services.log](const Error& error, const std::string& origin) {
            log.write_limited(Level::Warn, "lookup_failed",
                              {{"to", origin}, {"code", error.code}, {"detail", error.detail}});
          }};
}

VariablesSettings variables_settings(const EndpointServices& services) {
  VariablesSettings settings;
  settings.signature = policy_of(services, kRequestTolerance);
  settings.timeout = services.config.variables_timeout;
  return settings;
}

}  // namespace

Endpoint::Endpoint(boost::asio::io_context& context, const EndpointServices& services, ShardMetrics& metrics)
    : context_(context),
      metrics_(metrics),
      log_(services.log),
      clock_(services.clock),
      client_(context, services.tls, client_config(services.log)),
      api_(context, client_, telnyx_config(services)),
      gateway_client_(context, services.tls, gateway_client_config(services)),
      gateway_api_(gateway_client_, telnyx_config(services)),
      gateway_streams_(gateway_client_, telnyx_config(services)),
      webhooks_out_(context, services.tls, webhook_port_config(services)),
      lookups_(context, services.tls, services.lookups, lookup_port_config(services)),
      webhooks_(services.inbox, metrics, webhook_settings(services)),
      variables_(services.conversations, lookups_, services.workflows, metrics, variables_settings(services)),
      tools_(services.inbox, services.tokens, metrics, tool_settings(services)),
      calls_(services.archive, services.inbox, services.config.api_token.reveal()),
      starts_(services.inbox, services.archive, services.workflows, start_settings(services)),
      letters_(services.letters, services.config.api_token.reveal()),
      on_call_(services.on_call, services.config.api_token.reveal()),
      ledger_({.store = services.store,
               .state = services.state,
               .log = services.log,
               .metrics = metrics,
               .clock = services.clock,
               .deployment = services.deployment}),
      chat_({.telnyx = gateway_api_, .streams = gateway_streams_, .book = ledger_, .gate = services.gate},
            chat_settings(services)),
      sms_({.telnyx = gateway_api_, .book = ledger_, .gate = services.gate, .calls = services.archive},
           sms_settings(services)),
      messages_(ledger_, services.config.api_token.reveal()),
      reload_(services.reload, services.config.api_token.reveal()),
      workflows_(services.workflows, services.config.api_token.reveal()) {
  add_routes(router_, webhooks_);
  add_routes(router_, variables_);
  add_routes(router_, tools_);
  add_routes(router_, calls_);
  add_routes(router_, starts_);
  add_routes(router_, letters_);
  add_routes(router_, on_call_);
  add_routes(router_, chat_);
  add_routes(router_, sms_);
  add_routes(router_, messages_);
  add_routes(router_, reload_);
  add_routes(router_, workflows_);
  add_health_routes(router_, services.state);
  client_.keep_warm(services.config.telnyx_api_base, kWarmConnections, kWarmEvery);
}

/// Measures webhooks from the whole request to the reply, the commit included.
boost::asio::awaitable<HttpReply> Endpoint::answer(Request request) {
  // Variables wait for another system: that is no measure of ours.
  const bool webhook = request.path.starts_with("/webhooks/") && !request.path.ends_with("/variables");
  const auto start = std::chrono::steady_clock::now();
  auto reply = co_await router_.handle(std::move(request));
  if (webhook) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    metrics_.observe_webhook_seconds(took.count());
  }
  co_return reply;
}

Result<void> Endpoint::listen(ServerConfig config) {
  ServerHooks hooks{.handler = [this](Request request) { return answer(std::move(request)); },
                    .now = clock_,
                    .report = [this](const Error& error) { report(log_, error); }};
  server_ = std::make_unique<HttpServer>(context_, std::move(config), std::move(hooks));
  return server_->start();
}

void Endpoint::stop_accepting() {
  if (server_ != nullptr) server_->stop_accepting();
}

boost::asio::awaitable<void> Endpoint::close(std::chrono::milliseconds patience) {
  if (server_ != nullptr) co_await server_->drain(patience);
  co_await lookups_.close();
  co_await webhooks_out_.close();
  co_await gateway_client_.close();
  co_await client_.close();
}

}  // namespace callwright
