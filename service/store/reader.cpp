#include "service/store/reader.hpp"

#include "service/store/search.hpp"
#include "workflows/model/json.hpp"

#include <map>

namespace callwright::sqlite {
namespace {

TimePoint time_of(std::int64_t stored) { return TimePoint{Duration{stored}}; }

std::int64_t limit_of(std::size_t limit) { return static_cast<std::int64_t>(limit); }

/// Appends those records of one stored step whose seq is greater than `after_seq`, while there is room.
void append_records(std::vector<StoredRecord>& into, std::int64_t position, const std::string& call,
                    const std::string& data, std::int64_t after_seq, std::size_t limit) {
  const auto parsed = JsonDocument::parse(data);
  if (!parsed) throw Failure("read record " + std::to_string(position) + ": " + parsed.error().detail, false);
  for (const auto& record : parsed->root().elements()) {
    if (into.size() >= limit) return;
    if (record["seq"].integer().value_or(0) <= after_seq) continue;
    into.push_back({.position = position, .call = call, .record = record.json().text()});
  }
}

}  // namespace

Reader::Reader(Database& database)
    : database_(database),
      load_(database, "SELECT snapshot FROM calls WHERE id = ?"),
      find_(database, "SELECT id FROM keys JOIN calls ON rid = call_rid WHERE key = ?"),
      unmatched_(
          database,
          "SELECT position, at, event_id, name, event FROM unmatched_keys JOIN unmatched USING (position)"
          " WHERE key = ?"),
      unmatched_keys_(database, "SELECT key FROM unmatched_keys WHERE position = ?"),
      claim_(database, "SELECT id FROM claims JOIN calls ON rid = call_rid WHERE address = ?"),
      due_(database, "SELECT id FROM calls WHERE next_due_at <= ? ORDER BY next_due_at, rid LIMIT ?"),
      records_(database,
               "SELECT position, data FROM log WHERE call_rid = (SELECT rid FROM calls WHERE id = ?1)"
               " AND first_seq >= ifnull((SELECT max(first_seq) FROM log"
               "   WHERE call_rid = (SELECT rid FROM calls WHERE id = ?1) AND first_seq <= ?2 + 1), 0)"
               " ORDER BY first_seq"),
      records_since_(database,
                     "SELECT position, id, data FROM log JOIN calls ON rid = call_rid"
                     " WHERE position > ? ORDER BY position LIMIT ?"),
      dead_letters_(database,
                    "SELECT position, id, data FROM dead_letters JOIN calls ON rid = call_rid"
                    " WHERE position > ? ORDER BY position LIMIT ?"),
      bundle_(database, "SELECT content FROM bundles WHERE id = ?"),
      on_call_(database),
      messages_(database) {}

std::optional<std::string> Reader::load(const CallId& call) {
  auto cursor = load_.query(call.text());
  return cursor.next() ? std::optional(cursor.text(0)) : std::nullopt;
}

std::optional<CallId> Reader::find(const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    auto cursor = find_.query(key);
    if (cursor.next()) return CallId(cursor.text(0));
  }
  return std::nullopt;
}

std::vector<UnmatchedEvent> Reader::unmatched(const std::vector<std::string>& keys) {
  std::map<std::int64_t, UnmatchedEvent> found;  // by position: in order, and each once
  for (const auto& key : keys) {
    auto cursor = unmatched_.query(key);
    while (cursor.next()) {
      const auto position = cursor.integer(0);
      found.try_emplace(position, UnmatchedEvent{.position = position,
                                                 .at = time_of(cursor.integer(1)),
                                                 .event_id = cursor.text(2),
                                                 .name = cursor.text(3),
                                                 .keys = keys_of_unmatched(position),
                                                 .event = cursor.text(4)});
    }
  }
  std::vector<UnmatchedEvent> events;
  events.reserve(found.size());
  for (auto& [position, event] : found) events.push_back(std::move(event));
  return events;
}

std::vector<std::string> Reader::keys_of_unmatched(std::int64_t position) {
  std::vector<std::string> keys;
  auto cursor = unmatched_keys_.query(position);
  while (cursor.next()) keys.push_back(cursor.text(0));
  return keys;
}

std::vector<Claim> Reader::claims(const std::vector<std::string>& addresses) {
  std::vector<Claim> claims;
  for (const auto& address : addresses) {
    auto cursor = claim_.query(address);
    if (cursor.next()) claims.push_back({.address = address, .call = CallId(cursor.text(0))});
  }
  return claims;
}

std::vector<CallId> Reader::due(TimePoint until, std::size_t limit) {
  std::vector<CallId> calls;
  auto cursor = due_.query(until.time_since_epoch().count(), limit_of(limit));
  while (cursor.next()) calls.emplace_back(cursor.text(0));
  return calls;
}

std::vector<CallSummary> Reader::search(const CallFilter& filter) {
  const auto query = search_query(filter);
  Statement statement(database_, query.sql);
  for (std::size_t i = 0; i < query.values.size(); ++i) {
    std::visit([&](const auto& value) { statement.bind(static_cast<int>(i + 1), value); }, query.values[i]);
  }
  std::vector<CallSummary> calls;
  Cursor cursor(statement);
  while (cursor.next()) {
    const auto closed_at = cursor.maybe_integer(9);
    calls.push_back({.id = cursor.text(0),
                     .state = cursor.text(1),
                     .workflow = cursor.text(2),
                     .bundle = cursor.text(3),
                     .from = cursor.text(4),
                     .to = cursor.text(5),
                     .outcome = cursor.text(6),
                     .conversation_id = cursor.text(7),
                     .opened_at = time_of(cursor.integer(8)),
                     .closed_at = closed_at ? std::optional(time_of(*closed_at)) : std::nullopt,
                     .row = cursor.integer(10)});
  }
  return calls;
}

std::vector<StoredRecord> Reader::records(const CallId& call, std::int64_t after_seq, std::size_t limit) {
  std::vector<StoredRecord> records;
  auto cursor = records_.query(call.text(), after_seq);
  while (records.size() < limit && cursor.next()) {
    append_records(records, cursor.integer(0), call.text(), cursor.text(1), after_seq, limit);
  }
  return records;
}

std::vector<StoredRecord> Reader::records_since(std::int64_t after, std::size_t steps_max) {
  std::vector<StoredRecord> records;
  auto cursor = records_since_.query(after, limit_of(steps_max));
  while (cursor.next()) {
    append_records(records, cursor.integer(0), cursor.text(1), cursor.text(2), 0, SIZE_MAX);
  }
  return records;
}

std::vector<DeadLetter> Reader::dead_letters(std::int64_t after, std::size_t limit) {
  std::vector<DeadLetter> letters;
  auto cursor = dead_letters_.query(after, limit_of(limit));
  while (cursor.next()) {
    letters.push_back(
        {.position = cursor.integer(0), .call = CallId(cursor.text(1)), .letter = cursor.text(2)});
  }
  return letters;
}

std::size_t Reader::dead_letter_count() {
  return static_cast<std::size_t>(database_.integer_of("SELECT count(*) FROM dead_letters"));
}

std::map<std::string, std::int64_t> Reader::open_calls() {
  std::map<std::string, std::int64_t> counts;
  for (int number = 0; number <= static_cast<int>(CallState::Failed); ++number) {
    const auto state = static_cast<CallState>(number);
    if (state == CallState::Settled) continue;  // all of them are closed
    const std::string name(name_of(state));
    // Of the failed calls, which may be many, those that are not closed have something that is due.
    const std::string failed =
        " INDEXED BY calls_due WHERE next_due_at IS NOT NULL AND closed_at IS NULL AND ";
    const std::string rest = state == CallState::Failed ? failed : " WHERE ";
    counts[name] = database_.integer_of("SELECT count(*) FROM calls" + rest + "state = '" + name + "'");
  }
  return counts;
}

std::optional<std::string> Reader::bundle(const BundleId& id) {
  auto cursor = bundle_.query(id.text());
  return cursor.next() ? std::optional(cursor.text(0)) : std::nullopt;
}

}  // namespace callwright::sqlite
