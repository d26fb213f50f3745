#include "service/store/schema.hpp"

#include <array>

namespace callwright::sqlite {
namespace {

/// "cwrt": how SQLite's `file` and we recognise our own databases.
constexpr std::int64_t kApplicationId = 0x63777274;

/// Times are milliseconds since 1970 in UTC. The snapshot is last, so that judging a commit reads only the
/// beginning of the row. The indexes end in opened_at because that is the order of a search.
constexpr const char* kFirstSchema = R"sql(
CREATE TABLE calls (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  workflow TEXT NOT NULL,
  outcome TEXT NOT NULL,
  next_due_at INTEGER,
  bundle TEXT NOT NULL,
  caller TEXT NOT NULL,
  callee TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  conversation_id TEXT NOT NULL,
  owner TEXT NOT NULL DEFAULT '',
  snapshot TEXT NOT NULL);
CREATE INDEX calls_due ON calls (next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX calls_closed ON calls (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX calls_opened ON calls (opened_at);
CREATE INDEX calls_state ON calls (state, opened_at);
CREATE INDEX calls_workflow ON calls (workflow, opened_at);
CREATE INDEX calls_outcome ON calls (outcome, opened_at);
CREATE INDEX calls_caller ON calls (caller, opened_at);
CREATE INDEX calls_callee ON calls (callee, opened_at);

CREATE TABLE log (
  position INTEGER PRIMARY KEY,
  call_rid INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  data TEXT NOT NULL);
CREATE INDEX log_call ON log (call_rid, first_seq);

CREATE TABLE keys (key TEXT PRIMARY KEY, call_rid INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX keys_call ON keys (call_rid);

CREATE TABLE claims (address TEXT PRIMARY KEY, call_rid INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX claims_call ON claims (call_rid);

CREATE TABLE unmatched (
  position INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  name TEXT NOT NULL,
  event TEXT NOT NULL);
CREATE UNIQUE INDEX unmatched_event ON unmatched (event_id) WHERE event_id <> '';
CREATE INDEX unmatched_at ON unmatched (at);
CREATE TABLE unmatched_keys (
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (key, position)) WITHOUT ROWID;
CREATE INDEX unmatched_keys_position ON unmatched_keys (position);

CREATE TABLE dead_letters (position INTEGER PRIMARY KEY, call_rid INTEGER NOT NULL, data TEXT NOT NULL);
CREATE INDEX dead_letters_call ON dead_letters (call_rid);

CREATE TABLE bundles (id TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)sql";

constexpr const char* kOnCallSchema = R"sql(
CREATE TABLE idle (address TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE overrides (
  number INTEGER PRIMARY KEY,
  rotation TEXT NOT NULL,
  person TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT);
CREATE UNIQUE INDEX overrides_open ON overrides (rotation) WHERE ended_at IS NULL;
)sql";

/// AUTOINCREMENT, because a position is a cursor and must not come again when the newest rows have expired. A
/// key is NULL when the message has none, or holds it no longer.
constexpr const char* kMessageSchema = R"sql(
CREATE TABLE messages (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  receiver TEXT NOT NULL,
  call TEXT NOT NULL,
  client TEXT NOT NULL,
  key TEXT,
  fingerprint TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  status INTEGER NOT NULL,
  code TEXT NOT NULL,
  reply TEXT NOT NULL,
  took INTEGER NOT NULL);
CREATE UNIQUE INDEX messages_key ON messages (channel, client, key) WHERE key IS NOT NULL;
CREATE INDEX messages_open ON messages (state) WHERE state = 'asked';
CREATE INDEX messages_at ON messages (at);
CREATE INDEX messages_conversation ON messages (conversation_id, position);
CREATE INDEX messages_sender ON messages (sender, position) WHERE sender <> '';
CREATE INDEX messages_receiver ON messages (receiver, position) WHERE receiver <> '';
)sql";

/// Element n brings a file from version n to n + 1. Elements are only ever added.
constexpr auto kMigrations = std::to_array<const char*>({kFirstSchema, kOnCallSchema, kMessageSchema});

void apply(Database& database, const char* sql, std::size_t version) {
  Transaction transaction(database);
  database.execute(sql);
  database.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.execute("PRAGMA user_version = " + std::to_string(version));
  transaction.commit();
}

}  // namespace

int schema_version() { return static_cast<int>(kMigrations.size()); }

Result<void> migrate(Database& database) {
  const bool has_tables = database.integer_of("SELECT count(*) FROM sqlite_master") > 0;
  if (has_tables && database.integer_of("PRAGMA application_id") != kApplicationId) {
    return fail(Errc::Conflict, "store.foreign",
                "The file is a database of another application; name another file in CALLWRIGHT_STORE.");
  }
  const auto version = database.integer_of("PRAGMA user_version");
  if (version > schema_version()) {
    return fail(Errc::Conflict, "store.newer",
                "The store was written by a newer callwright (schema " + std::to_string(version) +
                    ", this one knows " + std::to_string(schema_version()) +
                    "); start that version, or name another file in CALLWRIGHT_STORE.");
  }
  for (auto next = static_cast<std::size_t>(version); next < kMigrations.size(); ++next) {
    apply(database, kMigrations.at(next), next + 1);
  }
  return {};
}

}  // namespace callwright::sqlite
