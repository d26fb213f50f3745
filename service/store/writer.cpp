#include "service/store/writer.hpp"

#include <algorithm>

namespace callwright::sqlite {
namespace {

std::int64_t stored_time(TimePoint time) { return time.time_since_epoch().count(); }

std::optional<std::int64_t> stored_time(const std::optional<TimePoint>& time) {
  return time ? std::optional(stored_time(*time)) : std::nullopt;
}

/// A later call that texts the same number takes the entry over.
bool goes_to_latest(const std::string& key) { return key.starts_with("text:"); }

/// Telnyx groups legs of several visits in one session, so these index entries are not unique to a call.
bool is_shared_key(const std::string& key) { return key.starts_with("session:") || goes_to_latest(key); }

std::int64_t first_free_rid(Database& database) {
  return database.integer_of(
      "SELECT max(ifnull((SELECT max(rid) FROM calls), 0) + 1,"
      " ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'store.next_rid'), 1))");
}

std::int64_t first_free_position(Database& database) {
  return database.integer_of(
      "SELECT max(ifnull((SELECT max(position) FROM log), 0) + 1,"
      " ifnull((SELECT max(position) FROM unmatched), 0) + 1,"
      " ifnull((SELECT max(position) FROM dead_letters), 0) + 1,"
      " ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'store.next_position'), 1))");
}

}  // namespace

Writer::Writer(Database& database)
    : database_(database),
      on_call_(database),
      messages_(database),
      next_rid_(first_free_rid(database)),
      next_position_(first_free_position(database)),
      select_row_(database,
                  "SELECT rid, version, state, workflow, outcome, caller, callee, next_due_at FROM calls "
                  "WHERE id = ?"),
      select_key_(database, "SELECT call_rid FROM keys WHERE key = ?"),
      select_claim_(database, "SELECT call_rid FROM claims WHERE address = ?"),
      select_meta_(database, "SELECT value FROM meta WHERE name = ?"),
      select_closed_(database,
                     "SELECT rid FROM calls WHERE closed_at < ? AND next_due_at IS NULL"
                     " ORDER BY closed_at LIMIT ?"),
      select_old_unmatched_(database, "SELECT position FROM unmatched WHERE at < ? ORDER BY at LIMIT ?"),
      insert_call_(
          database,
          "INSERT INTO calls (version, state, workflow, outcome, next_due_at, bundle, caller, callee,"
          " opened_at, closed_at, conversation_id, snapshot, rid, id)"
          " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      update_snapshot_(database,
                       "UPDATE calls SET version = ?, conversation_id = ?, snapshot = ? WHERE rid = ?"),
      update_due_(
          database,
          "UPDATE calls SET version = ?, next_due_at = ?, conversation_id = ?, snapshot = ? WHERE rid = ?"),
      update_all_(
          database,
          "UPDATE calls SET version = ?, state = ?, workflow = ?, outcome = ?, next_due_at = ?, bundle = ?,"
          " caller = ?, callee = ?, opened_at = ?, closed_at = ?, conversation_id = ?, snapshot = ?"
          " WHERE rid = ?"),
      insert_log_(database, "INSERT INTO log (position, call_rid, first_seq, data) VALUES (?,?,?,?)"),
      insert_key_(database, "INSERT OR IGNORE INTO keys (key, call_rid) VALUES (?,?)"),
      replace_key_(database, "INSERT OR REPLACE INTO keys (key, call_rid) VALUES (?,?)"),
      insert_claim_(database, "INSERT OR IGNORE INTO claims (address, call_rid) VALUES (?,?)"),
      release_claim_(database, "DELETE FROM claims WHERE address = ? AND call_rid = ?"),
      release_all_(database, "DELETE FROM claims WHERE call_rid = ?"),
      insert_unmatched_(
          database,
          "INSERT OR IGNORE INTO unmatched (position, at, event_id, name, event) VALUES (?,?,?,?,?)"),
      insert_unmatched_key_(database, "INSERT OR IGNORE INTO unmatched_keys (key, position) VALUES (?,?)"),
      delete_unmatched_(database, "DELETE FROM unmatched WHERE position = ?"),
      delete_unmatched_keys_(database, "DELETE FROM unmatched_keys WHERE position = ?"),
      insert_dead_letter_(database, "INSERT INTO dead_letters (position, call_rid, data) VALUES (?,?,?)"),
      insert_bundle_(database, "INSERT OR IGNORE INTO bundles (id, content) VALUES (?,?)"),
      insert_meta_(database, "INSERT OR IGNORE INTO meta (name, value) VALUES (?,?)"),
      replace_meta_(database, "INSERT OR REPLACE INTO meta (name, value) VALUES (?,?)"),
      delete_log_(database, "DELETE FROM log WHERE call_rid = ?"),
      delete_keys_(database, "DELETE FROM keys WHERE call_rid = ?"),
      delete_dead_letters_(database, "DELETE FROM dead_letters WHERE call_rid = ?"),
      delete_dead_letter_(database, "DELETE FROM dead_letters WHERE position = ? AND call_rid = ?"),
      delete_call_(database, "DELETE FROM calls WHERE rid = ?") {}

std::vector<CommitOutcome> Writer::commit(const std::vector<StoreEntry>& entries,
                                          const std::vector<UnmatchedEvent>& unmatched) {
  Transaction transaction(database_);
  std::vector<CommitOutcome> outcomes;
  outcomes.reserve(entries.size());
  for (const auto& entry : entries) outcomes.push_back(commit_one(entry));
  for (const auto& event : unmatched) write_unmatched(event);
  transaction.commit();
  return outcomes;
}

CommitOutcome Writer::commit_one(const StoreEntry& entry) {
  auto row = stored(entry.call->id);
  auto outcome = judge(entry, row);  // everything that can be refused is refused before the first write
  if (outcome.kind != CommitOutcome::Kind::Committed) return outcome;
  write_call(entry, row);
  write_log(entry, row.rid);
  write_index(entry, row.rid);
  for (const auto position : entry.adopted) forget_unmatched(position);
  return outcome;
}

Writer::Row Writer::stored(const CallId& call) {
  auto cursor = select_row_.query(call.text());
  if (!cursor.next()) return {};
  return {.rid = cursor.integer(0),
          .version = cursor.integer(1),
          .state = cursor.text(2),
          .workflow = cursor.text(3),
          .outcome = cursor.text(4),
          .caller = cursor.text(5),
          .callee = cursor.text(6),
          .next_due_at = cursor.maybe_integer(7)};
}

bool Writer::is_found_alike(const Call& call, const Row& row) {
  return !call.closed_at && row.state == name_of(call.state) && row.workflow == call.workflow &&
         row.outcome == call.outcome && row.caller == call.from && row.callee == call.to;
}

CommitOutcome Writer::judge(const StoreEntry& entry, const Row& row) {
  using enum CommitOutcome::Kind;
  if (row.version != entry.seen_version) return {.kind = Conflict, .address = {}};
  for (const auto& key : entry.keys) {
    if (is_shared_key(key)) continue;
    auto owner = select_key_.query(key);
    if (owner.next() && owner.integer(0) != row.rid) return {.kind = Conflict, .address = {}};
  }
  for (const auto& address : entry.claims) {
    auto owner = select_claim_.query(address);
    if (owner.next() && owner.integer(0) != row.rid) return {.kind = ClaimLost, .address = address};
  }
  return {};
}

/// An UPDATE renews every index whose column it names, so most steps name none.
void Writer::write_call(const StoreEntry& entry, Row& row) {
  const auto& call = *entry.call;
  const auto due = stored_time(entry.next_due_at);
  const auto write_all = [&](Statement& statement, const auto&... which) {
    statement.run(call.version, name_of(call.state), call.workflow, call.outcome, due, call.bundle.text(),
                  call.from, call.to, stored_time(call.opened_at), stored_time(call.closed_at),
                  call.conversation.text(), entry.snapshot, which...);
  };
  if (row.rid == 0) {
    row.rid = next_rid_++;
    write_all(insert_call_, row.rid, call.id.text());
  } else if (!is_found_alike(call, row)) {
    write_all(update_all_, row.rid);
  } else if (row.next_due_at != due) {
    update_due_.run(call.version, due, call.conversation.text(), entry.snapshot, row.rid);
  } else {
    update_snapshot_.run(call.version, call.conversation.text(), entry.snapshot, row.rid);
  }
}

void Writer::write_log(const StoreEntry& entry, std::int64_t rid) {
  if (!entry.records.empty() && entry.records != "[]") {
    insert_log_.run(next_position_++, rid, entry.first_seq, entry.records);
  }
  for (const auto position : entry.settled_letters) delete_dead_letter_.run(position, rid);
  for (const auto& letter : entry.dead_letters) insert_dead_letter_.run(next_position_++, rid, letter);
}

void Writer::write_index(const StoreEntry& entry, std::int64_t rid) {
  for (const auto& key : entry.keys) (goes_to_latest(key) ? replace_key_ : insert_key_).run(key, rid);
  for (const auto& address : entry.releases) {
    release_claim_.run(address, rid);
    if (const auto since = released_at(*entry.call, address)) on_call_.idle(address, *since);
  }
  for (const auto& address : entry.claims) insert_claim_.run(address, rid);
  if (entry.call->closed_at) release_all_.run(rid);
}

void Writer::write_unmatched(const UnmatchedEvent& event) {
  const auto position = next_position_++;
  insert_unmatched_.run(position, stored_time(event.at), event.event_id, event.name, event.event);
  if (database_.changes() == 0) return;  // Telnyx repeated an event that waits already
  for (const auto& key : event.keys) insert_unmatched_key_.run(key, position);
}

void Writer::forget_unmatched(std::int64_t position) {
  delete_unmatched_keys_.run(position);
  delete_unmatched_.run(position);
}

void Writer::put_bundle(const BundleId& id, const std::string& content) {
  Transaction transaction(database_);
  insert_bundle_.run(id.text(), content);
  transaction.commit();
}

void Writer::put_override(const OnCallOverride& override, TimePoint at) {
  Transaction transaction(database_);
  on_call_.put(override, at);
  transaction.commit();
}

bool Writer::end_override(const std::string& rotation, TimePoint at, const std::string& by) {
  Transaction transaction(database_);
  const bool ended = on_call_.end(rotation, at, by);
  transaction.commit();
  return ended;
}

MessageBegun Writer::begin_message(const Message& message, std::int64_t replaces) {
  Transaction transaction(database_);
  auto begun = messages_.begin(message, replaces);
  transaction.commit();
  return begun;
}

void Writer::put_conversation(std::int64_t message, const std::string& conversation_id) {
  Transaction transaction(database_);
  messages_.put_conversation(message, conversation_id);
  transaction.commit();
}

void Writer::end_message(std::int64_t message, const MessageEnd& end) {
  Transaction transaction(database_);
  messages_.end(message, end);
  transaction.commit();
}

std::size_t Writer::give_up_messages() {
  Transaction transaction(database_);
  const auto given_up = messages_.give_up();
  transaction.commit();
  return given_up;
}

std::string Writer::meta(const std::string& name, const std::string& initial) {
  Transaction transaction(database_);
  insert_meta_.run(name, initial);
  std::string value;
  {
    auto cursor = select_meta_.query(name);
    if (cursor.next()) value = cursor.text(0);
  }
  transaction.commit();
  return value;
}

std::size_t Writer::expire(TimePoint before, std::size_t limit) {
  Transaction transaction(database_);
  const auto chosen = [&](Statement& select) {
    std::vector<std::int64_t> rows;
    auto cursor = select.query(stored_time(before), static_cast<std::int64_t>(limit));
    while (cursor.next()) rows.push_back(cursor.integer(0));
    return rows;
  };
  const auto calls = chosen(select_closed_);
  for (const auto rid : calls) forget_call(rid);
  for (const auto position : chosen(select_old_unmatched_)) forget_unmatched(position);
  on_call_.expire(before);
  const auto messages = messages_.expire(before, limit);
  keep_numbers();
  transaction.commit();
  return std::max(calls.size(), messages);
}

void Writer::forget_call(std::int64_t rid) {
  for (auto* statement : {&delete_log_, &delete_keys_, &delete_dead_letters_, &release_all_, &delete_call_}) {
    statement->run(rid);
  }
}

void Writer::keep_numbers() {
  replace_meta_.run(std::string_view("store.next_rid"), std::to_string(next_rid_));
  replace_meta_.run(std::string_view("store.next_position"), std::to_string(next_position_));
}

}  // namespace callwright::sqlite
