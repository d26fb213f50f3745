#pragma once

#include "service/app/shard_loop.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace callwright {

struct ShardsConfig {
  std::size_t count = 1;       ///< at most kShardsMax
  runtime::ShardConfig shard;  ///< of each; index and count are filled in
  StoreServiceConfig store;
  std::function<TimePoint()> clock;  ///< empty: the system's
};

/// All shards of the process and the store that they share.
///
/// Life: construct, build what runs on the io_contexts, `start`, `use_bundle`, let requests in. To stop:
/// close the listeners, `drain`, close the sessions and API clients, `join`.
class Shards {
 public:
  /// `store`, `random` and `observer` outlive the shards and are used from several threads; the store as its
  /// header allows.
  Shards(ShardsConfig config, Store& store, Random& random, RuntimeObserver& observer);
  ~Shards();

  [[nodiscard]] std::size_t size() const { return loops_.size(); }
  [[nodiscard]] boost::asio::io_context& context(std::size_t shard) { return loops_.at(shard)->context(); }
  [[nodiscard]] StoreService& store() { return store_; }

  /// Starts the threads; the ways out of each shard, by index.
  void start(const std::vector<WaysOut>& ways);
  /// Stores the bundle and lets new calls begin with it. `done` is called on the store's thread.
  void use_bundle(BundlePtr bundle, std::move_only_function<void(Result<void>)> done);
  /// Has every shard know what the store knows of people: stand-ins, idle times. `done` is called on the
  /// store's thread.
  void refresh_availability(std::move_only_function<void(Result<void>)> done);
  /// From any thread, best from one of the shards'; `respond` is called on a shard's thread: the same, if it
  /// came from one.
  void ask(runtime::Message message, Respond respond);

  /// Refuses new requests and waits until what is under way is stored and answered, at most for `limit`.
  /// Returns whether everything was.
  bool drain(Duration limit);
  /// Answers who still waits with Unavailable, waits until the io_contexts have run out of work, and lets the
  /// store finish. Without a drain before it nothing stored is lost either.
  void join();

 private:
  [[nodiscard]] bool all_quiet() const;

  std::mutex mutex_;
  std::condition_variable quiet_changed_;
  std::vector<std::unique_ptr<ShardLoop>> loops_;
  StoreService store_;  ///< stops before the loops go: its jobs report to them
};

}  // namespace callwright
