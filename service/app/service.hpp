#pragma once

#include "service/app/call_signatures.hpp"
#include "service/app/config.hpp"
#include "service/app/current_bundle.hpp"
#include "service/app/endpoint.hpp"
#include "service/app/letter_box.hpp"
#include "service/app/lookup_board.hpp"
#include "service/app/on_call_board.hpp"
#include "service/app/runtime_log.hpp"
#include "service/app/service_state.hpp"
#include "service/app/shard_conversation_book.hpp"
#include "service/app/shard_inbox.hpp"
#include "service/app/shards.hpp"
#include "service/app/shared_gate.hpp"
#include "service/app/store_archive.hpp"
#include "service/app/system_random.hpp"
#include "service/app/workflow_pictures.hpp"
#include "service/app/workflow_reloader.hpp"
#include "service/observe/log.hpp"
#include "service/observe/metrics.hpp"
#include "service/store/sqlite_store.hpp"
#include "workflows/language/bundle.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace callwright {

struct ServiceOptions {
  Config config;
  BundlePtr bundle;                 ///< null: without workflows, no calls are taken
  std::optional<int> listening_fd;  ///< handed over at the start
};

/// The running service: store, shards and their endpoints, put together. All functions are called on one
/// thread, which is none of the shards'.
class Service {
 public:
  /// Opens the store. Errors of SqliteStore::open, `store.hmac_key`.
  static Result<std::unique_ptr<Service>> open(ServiceOptions options, Log& log);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Takes requests when it returns. Unavailable `http.listen`, and errors of the store.
  Result<void> start();
  [[nodiscard]] unsigned short port() const { return endpoints_.front()->port(); }
  /// Reads the workflow directory again; the log says what became of it.
  void reload_workflows(std::string by) { reloader_.reload_soon(std::move(by)); }
  /// To be called about once a second: free space, retention, counts.
  void look_after();
  /// Takes no more requests, lets what runs finish for `patience`, and closes the store. Returns whether
  /// everything finished.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct Opened {
    std::shared_ptr<TlsContext> tls;
    std::unique_ptr<SqliteStore> store;
    std::string deployment;
  };
  Service(ServiceOptions options, Log& log, Opened opened, CallSignatures signatures);
  [[nodiscard]] ShardsConfig shards_config(const std::string& deployment);
  Result<void> count_open_calls();
  void make_endpoints();
  Result<void> use_bundle();
  Result<void> listen();
  Result<void> listen_on(std::size_t shard, const ServerConfig& config);
  void check_space();
  void expire_old_calls();
  void close_endpoints(std::chrono::milliseconds patience);

  Config config_;
  std::string deployment_;
  CurrentBundle bundle_;
  std::optional<int> listening_fd_;
  Log& log_;
  std::shared_ptr<TlsContext> tls_;
  std::unique_ptr<SqliteStore> store_;
  CallSignatures signatures_;
  SystemRandom random_;
  Metrics metrics_;
  RuntimeLog runtime_log_;
  ServiceState state_;
  Shards shards_;
  ShardInbox inbox_;
  GuardedInbox guarded_inbox_;
  StoreArchive archive_;
  ShardConversationBook conversations_;
  LookupBoard lookups_;
  LetterBox letters_;
  OnCallBoard on_call_;
  SharedGate gate_;
  WorkflowReloader reloader_;
  WorkflowPictures pictures_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  TimePoint next_expiry_{};
  std::atomic<bool> more_to_expire_ = false;
  bool started_ = false;  ///< the shards' threads run
};

}  // namespace callwright
