#include "service/app/service.hpp"

#include "handlers/webhook/parse_event.hpp"
#include "service/app/config_values.hpp"
#include "service/app/inherited_socket.hpp"
#include "service/app/service_clock.hpp"
#include "service/store/disk_space.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <future>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

namespace callwright {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kExpireAtOnce = 200;
constexpr Duration kExpireEvery = 1h;

TimePoint wall_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

/// Runs a function on the thread of an io_context and waits for what it returns.
template <class Function>
auto run_on(boost::asio::io_context& context, Function function) {
  std::packaged_task<decltype(function())()> task(std::move(function));
  auto result = task.get_future();
  boost::asio::post(context, [task = std::move(task)]() mutable { task(); });
  return result.get();
}

Metrics make_metrics(std::size_t shards) {
  std::vector<std::string> events;
  for (const auto& webhook : Catalogue::get().webhooks()) events.push_back(webhook.name);
  std::vector<std::string> operations;
  for (const auto& operation : Catalogue::get().operations()) operations.push_back(operation.name);
  operations.emplace_back(kWebhookOperation);
  return {std::move(events), std::move(operations), shards};
}

std::string out_of_service(const Config& config, const BundlePtr& bundle) {
  if (bundle != nullptr) return {};
  return "There is no workflow in " + config.workflows +
         ": this is a gateway for /chat and /sms, and webhooks and tools get 503. Put a *.yaml there and "
         "start "
         "again to take calls.";
}

}  // namespace

Result<std::unique_ptr<Service>> Service::open(ServiceOptions options, Log& log) {
  Opened opened;
  auto tls = make_tls_context();
  if (!tls) return std::unexpected(tls.error());
  opened.tls = std::move(*tls);
  auto store = SqliteStore::open({.path = options.config.store_path, .vfs = {}});
  if (!store) return std::unexpected(store.error());
  opened.store = std::move(*store);
  auto deployment = opened.store->meta("deployment", random_hex(8));
  if (!deployment) return std::unexpected(deployment.error());
  opened.deployment = std::move(*deployment);
  const auto key = opened.store->meta("hmac_key", random_hex(32));
  if (!key) return std::unexpected(key.error());
  const auto signatures = CallSignatures::make(*key);
  if (!signatures) return std::unexpected(signatures.error());
  return std::unique_ptr<Service>(new Service(std::move(options), log, std::move(opened), *signatures));
}

Service::Service(ServiceOptions options, Log& log, Opened opened, CallSignatures signatures)
    : config_(std::move(options.config)),
      deployment_(std::move(opened.deployment)),
      listening_fd_(options.listening_fd),
      log_(log),
      tls_(std::move(opened.tls)),
      store_(std::move(opened.store)),
      signatures_(std::move(signatures)),
      metrics_(make_metrics(config_.threads + 1)),
      runtime_log_(log, metrics_, config_.threads, &service_now),
      state_(metrics_, runtime_log_, out_of_service(config_, options.bundle)),
      shards_(shards_config(deployment_), *store_, random_, runtime_log_),
      inbox_(shards_),
      guarded_inbox_(inbox_, state_),
      archive_(shards_.store()),
      conversations_(shards_, &wall_now),
      letters_(shards_.store(), inbox_),
      on_call_(shards_, bundle_, log),
      gate_({.chat_per_minute = config_.chat_per_minute,
             .sms_per_minute = config_.sms_per_minute,
             .at_once = config_.chat_at_once}),
      reloader_(config_, shards_, bundle_, log),
      pictures_(bundle_) {
  bundle_.set(std::move(options.bundle));
}

Service::~Service() {
  try {
    stop(0ms);
  } catch (const std::exception& failure) {
    // Nobody is left to be told in another way; what was accepted is on disk.
    std::fprintf(stderr, "callwright: the service did not stop in order: %s\n", failure.what());
  }
}

ShardsConfig Service::shards_config(const std::string& deployment) {
  ShardsConfig config;
  config.count = config_.threads;
  config.clock = &service_now;
  config.shard.deployment = deployment;
  config.shard.connection_id = config_.telnyx_connection_id;
  config.shard.repeat_window = config_.telnyx_repeat_for;
  config.shard.reject_unmatched = config_.unmatched == Config::Unmatched::Reject;
  config.shard.webhooks.first_retry = config_.webhooks_first_retry;
  config.shard.webhooks.give_up = config_.webhooks_give_up;
  config.shard.read_event = &parse_event;
  config.shard.token_for = [this](const CallId& call) { return signatures_.token_for(call); };
  config.store.checkpoint = [this] {
    if (const auto done = store_->checkpoint(); !done) {
      log_.write_limited(Level::Warn, "checkpoint_failed", {{"detail", done.error().detail}});
    }
  };
  return config;
}

Result<void> Service::start() {
  check_space();
  if (const auto counted = count_open_calls(); !counted) return counted;
  if (const auto given_up = store_->give_up_messages(); !given_up) return std::unexpected(given_up.error());
  make_endpoints();
  std::vector<WaysOut> ways;
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    ways.push_back(endpoints_[shard]->ways());
    boost::asio::post(shards_.context(shard), [shard] { RuntimeLog::bind_thread(shard); });
  }
  shards_.start(ways);
  started_ = true;
  if (const auto used = use_bundle(); !used) return used;
  return listen();
}

/// Before anything is stored: from here on every step counts itself.
Result<void> Service::count_open_calls() {
  const auto open = store_->open_calls();
  if (!open) return std::unexpected(open.error());
  for (int number = 0; number <= static_cast<int>(CallState::Failed); ++number) {
    const auto state = static_cast<CallState>(number);
    const auto count = open->find(std::string(name_of(state)));
    if (count != open->end()) metrics_.set_stored_calls(state, count->second);
  }
  return {};
}

void Service::make_endpoints() {
  const bool on_loopback =
      listening_fd_ ? is_bound_to_loopback(*listening_fd_) : config::is_loopback(config_.listen);
  const EndpointServices services{
      .config = config_,
      .exposure = {.bound_to_loopback = on_loopback, .has_public_url = !config_.public_url.empty()},
      .tls = tls_,
      .inbox = guarded_inbox_,
      .archive = archive_,
      .letters = letters_,
      .on_call = on_call_,
      .gate = gate_,
      .store = shards_.store(),
      .deployment = deployment_,
      .reload = reloader_,
      .workflows = pictures_,
      .conversations = conversations_,
      .lookups = lookups_,
      .tokens = signatures_,
      .state = state_,
      .log = log_,
      .clock = &wall_now};
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    endpoints_.push_back(std::make_unique<Endpoint>(shards_.context(shard), services, metrics_.shard(shard)));
  }
}

Result<void> Service::use_bundle() {
  if (bundle_.get() == nullptr) return {};
  std::promise<Result<void>> stored;
  shards_.use_bundle(bundle_.get(), [&stored](Result<void> result) { stored.set_value(std::move(result)); });
  if (auto result = stored.get_future().get(); !result) return result;
  std::promise<Result<void>> known;
  shards_.refresh_availability([&known](Result<void> result) { known.set_value(std::move(result)); });
  return known.get_future().get();
}

Result<void> Service::listen() {
  ServerConfig server{.address = config_.listen == "localhost" ? "127.0.0.1" : config_.listen,
                      .port = config_.port};
  server.listening_fd = listening_fd_;
  server.reuse_port = shards_.size() > 1;
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    if (const auto listening = listen_on(shard, server); !listening) return listening;
    server.port = endpoints_[shard]->port();  // the others share the port that the first one got
  }
  return {};
}

Result<void> Service::listen_on(std::size_t shard, const ServerConfig& config) {
  return run_on(shards_.context(shard), [this, shard, config] { return endpoints_[shard]->listen(config); });
}

void Service::look_after() {
  check_space();
  expire_old_calls();
  shards_.store().read([this](StoreReader& reader) {
    if (const auto letters = reader.store().dead_letter_count()) {
      metrics_.set_dead_letters(static_cast<std::int64_t>(*letters));
    }
  });
}

void Service::check_space() {
  const auto folder = std::filesystem::absolute(config_.store_path).parent_path();
  const auto free = free_bytes(folder.string());
  if (!free) return;
  const bool low = *free < config_.store_reserve_bytes;
  if (low != state_.disk_low()) {
    log_.write(low ? Level::Error : Level::Info, low ? "disk_low" : "disk_enough",
               {{"free_bytes", *free}, {"reserve_bytes", config_.store_reserve_bytes}});
  }
  state_.set_disk_low(low);
}

void Service::expire_old_calls() {
  const auto now = wall_now();
  if (now < next_expiry_ && !more_to_expire_) return;
  next_expiry_ = now + kExpireEvery;
  shards_.store().write([this, before = now - config_.store_retention](Store& store) {
    const auto expired = store.expire(before, kExpireAtOnce);
    more_to_expire_ = expired && *expired == kExpireAtOnce;
  });
}

bool Service::stop(std::chrono::milliseconds patience) {
  if (!std::exchange(started_, false)) return true;
  state_.set_stopping();
  for (std::size_t shard = 0; shard < endpoints_.size(); ++shard) {
    boost::asio::post(shards_.context(shard), [this, shard] { endpoints_[shard]->stop_accepting(); });
  }
  const bool drained = shards_.drain(patience);
  close_endpoints(1s);
  reloader_.stop();
  pictures_.stop();
  shards_.join();
  return drained;
}

void Service::close_endpoints(std::chrono::milliseconds patience) {
  std::vector<std::future<void>> closing;
  for (std::size_t shard = 0; shard < endpoints_.size(); ++shard) {
    closing.push_back(boost::asio::co_spawn(shards_.context(shard), endpoints_[shard]->close(patience),
                                            boost::asio::use_future));
  }
  for (auto& endpoint : closing) {
    try {
      endpoint.get();
    } catch (const std::exception& failure) {
      // The shards' threads are still to be joined.
      log_.write(Level::Error, "close_failed", {{"detail", failure.what()}});
    }
  }
}

}  // namespace callwright
