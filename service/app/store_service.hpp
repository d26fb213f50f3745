#pragma once

#include "service/runtime/ports/store.hpp"
#include "workflows/language/load.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace callwright {

/// A call as it is stored, with the bundle that it is pinned to.
struct StoredCall {
  std::optional<Call> call;  ///< empty: the store does not have it
  BundlePtr bundle;
};

/// What reading needs: the store's reading side and the bundles read so far. Used by one thread.
class StoreReader {
 public:
  using ReadBundle = std::function<Result<BundlePtr>(std::string_view content)>;
  StoreReader(Store& store, ReadBundle read_bundle) : store_(store), read_bundle_(std::move(read_bundle)) {}
  [[nodiscard]] Store& store() { return store_; }
  /// Unavailable `store.bundle_missing` when the call's bundle is not stored; else the store's errors.
  Result<StoredCall> load(const CallId& call);
  /// Unavailable `store.bundle_missing` when it is not stored; else the store's errors.
  Result<BundlePtr> bundle(const BundleId& id);

 private:
  Store& store_;
  ReadBundle read_bundle_;
  std::map<BundleId, BundlePtr> bundles_;
};

struct StoreServiceConfig {
  /// Called every `checkpoint_every` on a thread of its own; empty: none.
  std::function<void()> checkpoint;
  Duration checkpoint_every{100};
  StoreReader::ReadBundle read_bundle = &load_stored_bundle;
};

/// Runs a Store: one thread writes, one reads, one makes checkpoints, so that no shard ever waits for the
/// disk. All commits that wait when the writer is free become one transaction with one fsync.
///
/// The functions may be called from any thread and return at once. What is passed in is called on the
/// service's threads and must be quick there. `store` outlives the service.
class StoreService {
 public:
  struct CommitJob {
    std::vector<StoreEntry> entries;
    std::vector<UnmatchedEvent> unmatched;
    /// Gets one outcome for each entry, or the error of the whole transaction.
    std::move_only_function<void(Result<std::vector<CommitOutcome>>)> done;
  };
  using ReadJob = std::move_only_function<void(StoreReader&)>;
  using WriteJob = std::move_only_function<void(Store&)>;

  explicit StoreService(Store& store, StoreServiceConfig config = {});
  ~StoreService();
  StoreService(const StoreService&) = delete;
  StoreService& operator=(const StoreService&) = delete;

  void commit(CommitJob job);
  /// Other writing: before every commit that is handed in later.
  void write(WriteJob job);
  void read(ReadJob job);
  /// Carries out what was handed in and joins the threads. Nothing may be handed in afterwards.
  void stop();

 private:
  struct Writing {
    std::vector<WriteJob> jobs;
    std::vector<CommitJob> commits;
    [[nodiscard]] bool empty() const { return jobs.empty() && commits.empty(); }
  };
  void run_writer();
  void run_reader();
  void run_checkpoints();
  void commit_together(std::vector<CommitJob> jobs);

  Store& store_;
  StoreServiceConfig config_;
  StoreReader reader_;
  std::mutex mutex_;
  std::condition_variable write_wanted_;
  std::condition_variable read_wanted_;
  std::condition_variable stop_wanted_;
  Writing writing_;
  std::vector<ReadJob> reading_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace callwright
