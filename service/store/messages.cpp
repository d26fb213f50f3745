#include "service/store/messages.hpp"

#include <utility>
#include <variant>

namespace callwright::sqlite {
namespace {

constexpr const char* kColumns =
    "position, at, channel, assistant_id, conversation_id, sender, receiver, call, client, key, fingerprint,"
    " text, state, status, code, reply, took";

std::int64_t milliseconds_of(TimePoint time) { return time.time_since_epoch().count(); }

Message read_message(const Cursor& cursor) {
  Message message{.position = cursor.integer(0),
                  .at = TimePoint{Duration{cursor.integer(1)}},
                  .channel = message_channel(cursor.text(2)).value_or(MessageChannel::Chat),
                  .assistant_id = cursor.text(3),
                  .conversation_id = cursor.text(4),
                  .from = cursor.text(5),
                  .to = cursor.text(6),
                  .call = cursor.text(7),
                  .client = cursor.text(8),
                  .key = cursor.text(9),
                  .fingerprint = cursor.text(10),
                  .text = cursor.text(11)};
  message.end = {.state = message_state(cursor.text(12)).value_or(MessageState::Unknown),
                 .status = static_cast<int>(cursor.integer(13)),
                 .code = cursor.text(14),
                 .conversation_id = {},
                 .reply = cursor.text(15),
                 .took = Duration{cursor.integer(16)}};
  return message;
}

}  // namespace

MessageWriter::MessageWriter(Database& database)
    : database_(database),
      holder_(database, std::string("SELECT ") + kColumns +
                            " FROM messages WHERE channel = ? AND client = ? AND key = ?"),
      release_old_(database,
                   "UPDATE messages SET key = NULL WHERE channel = ? AND client = ? AND key = ? AND at <= ?"),
      release_(database, "UPDATE messages SET key = NULL WHERE position = ?"),
      insert_(
          database,
          "INSERT INTO messages (at, channel, assistant_id, conversation_id, sender, receiver, call, client,"
          " key, fingerprint, text, state, status, code, reply, took)"
          " VALUES (?,?,?,?,?,?,?,?,nullif(?, ''),?,?,?,?,?,?,?)"),
      put_conversation_(database,
                        "UPDATE messages SET conversation_id = ? WHERE position = ? AND state = 'asked'"),
      end_(database,
           "UPDATE messages SET state = ?1, status = ?2, code = ?3, reply = ?4, took = ?5,"
           " conversation_id = iif(?6 = '', conversation_id, ?6), key = iif(?1 = 'failed', NULL, key)"
           " WHERE position = ?7"),
      give_up_(database, "UPDATE messages SET state = 'unknown' WHERE state = 'asked'"),
      expire_(database,
              "DELETE FROM messages WHERE position IN"
              " (SELECT position FROM messages WHERE at < ? ORDER BY at LIMIT ?)") {}

std::optional<Message> MessageWriter::holder_of_key(const Message& message) {
  if (message.key.empty()) return std::nullopt;
  release_old_.run(name_of(message.channel), message.client, message.key,
                   milliseconds_of(message.at - kMessageKeyKept));
  auto cursor = holder_.query(name_of(message.channel), message.client, message.key);
  return cursor.next() ? std::optional(read_message(cursor)) : std::nullopt;
}

MessageBegun MessageWriter::begin(const Message& message, std::int64_t replaces) {
  auto earlier = holder_of_key(message);
  if (earlier && earlier->position != replaces) return {.position = 0, .earlier = std::move(earlier)};
  if (earlier) release_.run(earlier->position);
  insert_.run(milliseconds_of(message.at), name_of(message.channel), message.assistant_id,
              message.conversation_id, message.from, message.to, message.call, message.client, message.key,
              message.fingerprint, message.text, name_of(message.end.state), std::int64_t{message.end.status},
              message.end.code, message.end.reply, std::int64_t{message.end.took.count()});
  return {.position = database_.integer_of("SELECT last_insert_rowid()"), .earlier = {}};
}

void MessageWriter::put_conversation(std::int64_t message, const std::string& conversation_id) {
  put_conversation_.run(conversation_id, message);
}

void MessageWriter::end(std::int64_t message, const MessageEnd& end) {
  end_.run(name_of(end.state), std::int64_t{end.status}, end.code, end.reply, std::int64_t{end.took.count()},
           end.conversation_id, message);
}

std::size_t MessageWriter::give_up() {
  give_up_.run();
  return static_cast<std::size_t>(database_.changes());
}

std::size_t MessageWriter::expire(TimePoint before, std::size_t limit) {
  expire_.run(milliseconds_of(before), static_cast<std::int64_t>(limit));
  return static_cast<std::size_t>(database_.changes());
}

std::vector<Message> MessageReader::find(const MessageFilter& filter) {
  std::string sql = std::string("SELECT ") + kColumns + " FROM messages WHERE true";
  std::vector<std::variant<std::int64_t, std::string>> values;
  const auto restrict_to = [&](const char* condition, auto value) {
    sql += condition;
    values.emplace_back(std::move(value));
  };
  if (filter.channel) restrict_to(" AND channel = ?", std::string(name_of(*filter.channel)));
  if (!filter.conversation_id.empty()) restrict_to(" AND conversation_id = ?", filter.conversation_id);
  if (!filter.number.empty()) {
    restrict_to(" AND (sender = ?", filter.number);
    restrict_to(" OR receiver = ?)", filter.number);
  }
  if (filter.since) restrict_to(" AND at >= ?", milliseconds_of(*filter.since));
  if (filter.until) restrict_to(" AND at < ?", milliseconds_of(*filter.until));
  if (filter.before > 0) restrict_to(" AND position < ?", filter.before);
  restrict_to(" ORDER BY position DESC LIMIT ?", static_cast<std::int64_t>(filter.limit));
  Statement select(database_, sql);
  int index = 0;
  for (const auto& value : values) {
    std::visit([&](const auto& it) { select.bind(++index, it); }, value);
  }
  std::vector<Message> found;
  Cursor cursor(select);
  while (cursor.next()) found.push_back(read_message(cursor));
  return found;
}

}  // namespace callwright::sqlite
