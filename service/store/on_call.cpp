#include "service/store/on_call.hpp"

#include <optional>

namespace callwright::sqlite {
namespace {

std::int64_t stored(TimePoint time) { return time.time_since_epoch().count(); }

std::optional<std::int64_t> stored(const std::optional<TimePoint>& time) {
  return time ? std::optional(stored(*time)) : std::nullopt;
}

std::optional<TimePoint> read_time(Cursor& cursor, int column) {
  const auto value = cursor.maybe_integer(column);
  return value ? std::optional(TimePoint{Duration{*value}}) : std::nullopt;
}

}  // namespace

OnCallWriter::OnCallWriter(Database& database)
    : database_(database),
      put_idle_(database,
                "INSERT INTO idle (address, since) VALUES (?,?)"
                " ON CONFLICT (address) DO UPDATE SET since = max(since, excluded.since)"),
      insert_(database,
              "INSERT INTO overrides (rotation, person, from_at, until_at, made_by, made_at)"
              " VALUES (?,?,?,?,?,?)"),
      end_(database,
           "UPDATE overrides SET ended_at = ?, ended_by = ? WHERE rotation = ? AND ended_at IS NULL"),
      expire_overrides_(database, "DELETE FROM overrides WHERE ended_at < ?1 OR until_at < ?1"),
      expire_idle_(database, "DELETE FROM idle WHERE since < ?") {}

void OnCallWriter::put(const OnCallOverride& override, TimePoint at) {
  end(override.rotation, at, override.by);
  insert_.run(override.rotation, override.person, stored(override.from), stored(override.until), override.by,
              stored(at));
}

bool OnCallWriter::end(const std::string& rotation, TimePoint at, const std::string& by) {
  end_.run(stored(at), by, rotation);
  return database_.changes() > 0;
}

void OnCallWriter::expire(TimePoint before) {
  expire_overrides_.run(stored(before));
  expire_idle_.run(stored(before));
}

OnCallReader::OnCallReader(Database& database)
    : idle_(database, "SELECT address, since FROM idle"),
      overrides_(database,
                 "SELECT rotation, person, from_at, until_at, made_by, made_at, ended_at, ended_by"
                 " FROM overrides ORDER BY ended_at IS NULL DESC, number DESC LIMIT ?") {}

std::map<std::string, TimePoint> OnCallReader::idle_since() {
  std::map<std::string, TimePoint> found;
  auto cursor = idle_.query();
  while (cursor.next()) found.emplace(cursor.text(0), TimePoint{Duration{cursor.integer(1)}});
  return found;
}

std::vector<StoredOverride> OnCallReader::overrides(std::size_t limit) {
  std::vector<StoredOverride> found;
  auto cursor = overrides_.query(static_cast<std::int64_t>(limit));
  while (cursor.next()) {
    found.push_back({.override = {.rotation = cursor.text(0),
                                  .person = cursor.text(1),
                                  .from = TimePoint{Duration{cursor.integer(2)}},
                                  .until = read_time(cursor, 3),
                                  .by = cursor.text(4)},
                     .made_at = TimePoint{Duration{cursor.integer(5)}},
                     .ended_at = read_time(cursor, 6),
                     .ended_by = cursor.text(7)});
  }
  return found;
}

}  // namespace callwright::sqlite
