#pragma once

#include "service/runtime/ports/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace callwright {

struct SqliteOptions {
  std::string path;
  std::string vfs;  ///< a registered SQLite VFS; empty: the system's own
};

/// How far the write-ahead log has been carried over into the database file.
struct CheckpointState {
  std::int64_t pages = 0;  ///< in the log
  std::int64_t moved = 0;  ///< of them in the database file too
};

/// The embedded store: one file in WAL mode, synchronous=FULL, owned by this process. Three connections: the
/// writing functions use one, the reading functions another, `checkpoint` the third; each group may be called
/// from its own thread, and only from one thread at a time. Destroyed when no function runs.
class SqliteStore final : public Store {
 public:
  /// Creates or migrates the file. Conflict `store.owned`, `store.newer`, `store.foreign`; Unavailable
  /// `store.full`, `store.unavailable`. Each sentence says what to do.
  static Result<std::unique_ptr<SqliteStore>> open(const SqliteOptions& options);
  ~SqliteStore() override;

  Result<std::vector<CommitOutcome>> commit(const std::vector<StoreEntry>& entries,
                                            const std::vector<UnmatchedEvent>& unmatched) override;
  Result<std::map<std::string, TimePoint>> idle_since() override;
  Result<void> put_override(const OnCallOverride& override, TimePoint at) override;
  Result<bool> end_override(const std::string& rotation, TimePoint at, const std::string& by) override;
  Result<std::vector<StoredOverride>> overrides(std::size_t limit) override;
  Result<MessageBegun> begin_message(const Message& message, std::int64_t replaces) override;
  Result<void> put_conversation(std::int64_t message, const std::string& conversation_id) override;
  Result<void> end_message(std::int64_t message, const MessageEnd& end) override;
  Result<std::size_t> give_up_messages() override;
  Result<std::vector<Message>> messages(const MessageFilter& filter) override;
  Result<void> put_bundle(const BundleId& id, const std::string& content) override;
  Result<std::string> meta(const std::string& name, const std::string& initial) override;
  Result<std::size_t> expire(TimePoint before, std::size_t limit) override;

  Result<std::optional<std::string>> load(const CallId& call) override;
  Result<std::optional<CallId>> find(const std::vector<std::string>& keys) override;
  Result<std::vector<UnmatchedEvent>> unmatched(const std::vector<std::string>& keys) override;
  Result<std::vector<Claim>> claims(const std::vector<std::string>& addresses) override;
  Result<std::vector<CallId>> due(TimePoint until, std::size_t limit) override;
  Result<std::vector<CallSummary>> search(const CallFilter& filter) override;
  Result<std::vector<StoredRecord>> records(const CallId& call, std::int64_t after_seq,
                                            std::size_t limit) override;
  Result<std::vector<StoredRecord>> records_since(std::int64_t after, std::size_t steps_max) override;
  Result<std::vector<DeadLetter>> dead_letters(std::int64_t after, std::size_t limit) override;
  Result<std::size_t> dead_letter_count() override;
  Result<std::map<std::string, std::int64_t>> open_calls() override;
  Result<std::optional<std::string>> bundle(const BundleId& id) override;

  /// Carries the log over into the database file beside the running writer, without holding it up; meant to
  /// be called about every 100 ms, because commits never do it. Only when the log has outgrown 16 MiB
  /// does it wait for the writer once, so that the log begins anew.
  Result<CheckpointState> checkpoint();

 private:
  struct Connections;
  explicit SqliteStore(std::unique_ptr<Connections> connections);
  std::unique_ptr<Connections> connections_;
};

}  // namespace callwright
