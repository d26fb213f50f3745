#include "service/store/sqlite_store.hpp"

#include "service/store/owner_lock.hpp"
#include "service/store/reader.hpp"
#include "service/store/schema.hpp"
#include "service/store/sqlite.hpp"
#include "service/store/writer.hpp"

#include <filesystem>
#include <type_traits>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace callwright {
namespace {

std::unexpected<Error> error_of(const sqlite::Failure& failure) {
  if (failure.disk_full()) {
    return fail(Errc::Unavailable, "store.full",
                std::string("The disk of the store is full, nothing was stored; free some space. SQLite: ") +
                    failure.what());
  }
  return fail(
      Errc::Unavailable, "store.unavailable",
      std::string("The store did not do it, nothing was stored; check its disk. SQLite: ") + failure.what());
}

/// The border of this folder: exceptions become errors here.
template <class Function>
auto guarded(Function function) -> Result<std::invoke_result_t<Function>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Function>>) {
      function();
      return {};
    } else {
      return function();
    }
  } catch (const sqlite::CommitInDoubt& failure) {
    return fail(Errc::Unavailable, "store.unknown",
                std::string("Whether the batch is stored is not known; load its calls again. SQLite: ") +
                    failure.what());
  } catch (const sqlite::Failure& failure) {
    return error_of(failure);
  }
}

/// The cache is small because SQLite walks all of it at the end of each commit that balanced a tree; what is
/// not in it is in the system's cache.
void configure(sqlite::Database& database) {
  if (database.text_of("PRAGMA journal_mode = WAL") != "wal") {
    throw sqlite::Failure("the file system does not support SQLite's WAL mode", false);
  }
  database.execute(
      "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;"
      "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384");
}

/// A new file is safe only when its directory entry is: SQLite syncs that for its log, not for the database.
void sync_directory(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  const int directory = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  ::fsync(directory);
  ::close(directory);
}

/// 16 MiB. A log that grows makes every fdatasync wait for the file system's journal; a small one is
/// restarted often.
constexpr std::int64_t kLogPagesMax = 4'096;

CheckpointState run_checkpoint(sqlite::Database& database, int mode) {
  int pages = 0;
  int moved = 0;
  const int result = sqlite3_wal_checkpoint_v2(database.handle(), "main", mode, &pages, &moved);
  if (result != SQLITE_OK && (result & 0xFF) != SQLITE_BUSY) database.fail("checkpoint");
  return {.pages = pages, .moved = moved};
}

}  // namespace

struct SqliteStore::Connections {
  Connections(sqlite::OwnerLock owner_lock, sqlite::Database writing, const SqliteOptions& options)
      : lock(std::move(owner_lock)),
        writing(std::move(writing)),
        reading(options.path, options.vfs),
        checkpointing(options.path, options.vfs),
        writer(this->writing),
        reader(reading) {
    configure(reading);
    reading.execute("PRAGMA query_only = 1");
    configure(checkpointing);
  }

  sqlite::OwnerLock lock;
  sqlite::Database writing;
  sqlite::Database reading;
  sqlite::Database checkpointing;
  sqlite::Writer writer;
  sqlite::Reader reader;
};

SqliteStore::SqliteStore(std::unique_ptr<Connections> connections) : connections_(std::move(connections)) {}

SqliteStore::~SqliteStore() {
  // The next start then finds no log to replay. A failure costs only that: the log is kept and replayed.
  try {
    run_checkpoint(connections_->checkpointing, SQLITE_CHECKPOINT_TRUNCATE);
  } catch (const sqlite::Failure&) {
    return;
  }
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const SqliteOptions& options) {
  auto lock = sqlite::OwnerLock::take(options.path);
  if (!lock) return std::unexpected(lock.error());
  using Opened = Result<std::unique_ptr<SqliteStore>>;
  auto opened = guarded([&]() -> Opened {
    const bool is_new = !std::filesystem::exists(options.path);
    sqlite::Database writing(options.path, options.vfs);
    configure(writing);
    if (auto migrated = sqlite::migrate(writing); !migrated) return std::unexpected(migrated.error());
    if (is_new) sync_directory(options.path);
    return std::unique_ptr<SqliteStore>(
        new SqliteStore(std::make_unique<Connections>(std::move(*lock), std::move(writing), options)));
  });
  return opened ? std::move(*opened) : Opened(std::unexpected(opened.error()));
}

Result<std::vector<CommitOutcome>> SqliteStore::commit(const std::vector<StoreEntry>& entries,
                                                       const std::vector<UnmatchedEvent>& unmatched) {
  return guarded([&] { return connections_->writer.commit(entries, unmatched); });
}

Result<void> SqliteStore::put_bundle(const BundleId& id, const std::string& content) {
  return guarded([&] { connections_->writer.put_bundle(id, content); });
}

Result<std::string> SqliteStore::meta(const std::string& name, const std::string& initial) {
  return guarded([&] { return connections_->writer.meta(name, initial); });
}

Result<std::size_t> SqliteStore::expire(TimePoint before, std::size_t limit) {
  return guarded([&] { return connections_->writer.expire(before, limit); });
}

Result<std::optional<std::string>> SqliteStore::load(const CallId& call) {
  return guarded([&] { return connections_->reader.load(call); });
}

Result<std::optional<CallId>> SqliteStore::find(const std::vector<std::string>& keys) {
  return guarded([&] { return connections_->reader.find(keys); });
}

Result<std::vector<UnmatchedEvent>> SqliteStore::unmatched(const std::vector<std::string>& keys) {
  return guarded([&] { return connections_->reader.unmatched(keys); });
}

Result<std::vector<Claim>> SqliteStore::claims(const std::vector<std::string>& addresses) {
  return guarded([&] { return connections_->reader.claims(addresses); });
}

Result<std::map<std::string, TimePoint>> SqliteStore::idle_since() {
  return guarded([&] { return connections_->reader.on_call().idle_since(); });
}

Result<std::vector<StoredOverride>> SqliteStore::overrides(std::size_t limit) {
  return guarded([&] { return connections_->reader.on_call().overrides(limit); });
}

Result<void> SqliteStore::put_override(const OnCallOverride& override, TimePoint at) {
  return guarded([&] { connections_->writer.put_override(override, at); });
}

Result<bool> SqliteStore::end_override(const std::string& rotation, TimePoint at, const std::string& by) {
  return guarded([&] { return connections_->writer.end_override(rotation, at, by); });
}

Result<MessageBegun> SqliteStore::begin_message(const Message& message, std::int64_t replaces) {
  return guarded([&] { return connections_->writer.begin_message(message, replaces); });
}

Result<void> SqliteStore::put_conversation(std::int64_t message, const std::string& conversation_id) {
  return guarded([&] { connections_->writer.put_conversation(message, conversation_id); });
}

Result<void> SqliteStore::end_message(std::int64_t message, const MessageEnd& end) {
  return guarded([&] { connections_->writer.end_message(message, end); });
}

Result<std::size_t> SqliteStore::give_up_messages() {
  return guarded([&] { return connections_->writer.give_up_messages(); });
}

Result<std::vector<Message>> SqliteStore::messages(const MessageFilter& filter) {
  return guarded([&] { return connections_->reader.messages().find(filter); });
}

Result<std::vector<CallId>> SqliteStore::due(TimePoint until, std::size_t limit) {
  return guarded([&] { return connections_->reader.due(until, limit); });
}

Result<std::vector<CallSummary>> SqliteStore::search(const CallFilter& filter) {
  return guarded([&] { return connections_->reader.search(filter); });
}

Result<std::vector<StoredRecord>> SqliteStore::records(const CallId& call, std::int64_t after_seq,
                                                       std::size_t limit) {
  return guarded([&] { return connections_->reader.records(call, after_seq, limit); });
}

Result<std::vector<StoredRecord>> SqliteStore::records_since(std::int64_t after, std::size_t steps_max) {
  return guarded([&] { return connections_->reader.records_since(after, steps_max); });
}

Result<std::vector<DeadLetter>> SqliteStore::dead_letters(std::int64_t after, std::size_t limit) {
  return guarded([&] { return connections_->reader.dead_letters(after, limit); });
}

Result<std::size_t> SqliteStore::dead_letter_count() {
  return guarded([&] { return connections_->reader.dead_letter_count(); });
}

Result<std::map<std::string, std::int64_t>> SqliteStore::open_calls() {
  return guarded([&] { return connections_->reader.open_calls(); });
}

Result<std::optional<std::string>> SqliteStore::bundle(const BundleId& id) {
  return guarded([&] { return connections_->reader.bundle(id); });
}

Result<CheckpointState> SqliteStore::checkpoint() {
  return guarded([&] {
    auto& database = connections_->checkpointing;
    const auto state = run_checkpoint(database, SQLITE_CHECKPOINT_PASSIVE);
    return state.pages > kLogPagesMax ? run_checkpoint(database, SQLITE_CHECKPOINT_RESTART) : state;
  });
}

}  // namespace callwright
