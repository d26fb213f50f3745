#include "service/app/message_ledger.hpp"

#include "service/app/call_signatures.hpp"
#include "service/app/store_question.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace callwright {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kRandomBytes = 16;

/// Writes to the store on its writing thread and awaits what it says.
template <class Answer, class Change>
asio::awaitable<Answer> ask_writer(StoreService& service, Change change) {
  auto begin = [&service, change = std::move(change)](auto done) mutable {
    service.write(
        [change = std::move(change), done = std::move(done)](Store& store) mutable { done(change(store)); });
  };
  co_return co_await await_answer<Answer>(std::move(begin));
}

void log_not_stored(Log& log, const Result<void>& stored) {
  if (stored) return;
  log.write_limited(Level::Error, "message_not_stored",
                    {{"code", stored.error().code}, {"detail", stored.error().detail}});
}

}  // namespace

MessageLedger::MessageLedger(MessageLedgerParts parts) : parts_(std::move(parts)) {}

std::string MessageLedger::upstream_key(const Message& message) const {
  if (message.key.empty()) return "callwright-" + random_hex(kRandomBytes);
  return "callwright-" + uuid_v5(parts_.deployment + "\n" + std::string(name_of(message.channel)) + "\n" +
                                 message.client + "\n" + message.key + "\n" + message.fingerprint);
}

asio::awaitable<Result<BegunMessage>> MessageLedger::begin(Message message, std::int64_t replaces) {
  if (parts_.state.disk_low()) {
    co_return fail(
        Errc::Unavailable, "store.reserve",
        "The disk of the service is nearly full, and what is left is for calls under way; nothing was "
        "sent. Free some space, or lower store.reserve.");
  }
  auto key = upstream_key(message);
  auto change = [message = std::move(message), replaces](Store& store) {
    return store.begin_message(message, replaces);
  };
  auto begun = co_await ask_writer<Result<MessageBegun>>(parts_.store, std::move(change));
  if (!begun) co_return std::unexpected(std::move(begun.error()));
  co_return BegunMessage{.begun = std::move(*begun), .upstream_key = std::move(key)};
}

void MessageLedger::put_conversation(std::int64_t message, std::string conversation_id) {
  parts_.store.write([&log = parts_.log, message, id = std::move(conversation_id)](Store& store) {
    log_not_stored(log, store.put_conversation(message, id));
  });
}

asio::awaitable<void> MessageLedger::end(Message message, MessageEnd end) {
  tell(message, end);
  auto change = [position = message.position, end = std::move(end)](Store& store) {
    return store.end_message(position, end);
  };
  log_not_stored(parts_.log, co_await ask_writer<Result<void>>(parts_.store, std::move(change)));
}

void MessageLedger::end_soon(Message message, MessageEnd end) {
  tell(message, end);
  parts_.store.write([&log = parts_.log, position = message.position, end = std::move(end)](Store& store) {
    log_not_stored(log, store.end_message(position, end));
  });
}

void MessageLedger::tell(const Message& message, MessageEnd& end) const {
  end.took = std::max(parts_.clock() - message.at, Duration(0));
  parts_.metrics.count_message(message.channel, end.state);
  parts_.metrics.observe_message_seconds(std::chrono::duration<double>(end.took).count());
  const auto level = end.state == MessageState::Answered ? Level::Info : Level::Warn;
  parts_.log.write(level, "message",
                   {{"channel", name_of(message.channel)},
                    {"state", name_of(end.state)},
                    {"conversation_id", message.conversation_id},
                    {"assistant_id", message.assistant_id},
                    LogField::number("from", message.from),
                    LogField::number("to", message.to),
                    {"call_id", message.call},
                    {"client", message.client},
                    {"status", end.status},
                    {"code", end.code},
                    {"took_ms", end.took.count()}});
}

asio::awaitable<Result<MessagePage>> MessageLedger::list(MessageFilter filter, std::string cursor) {
  auto question = [filter = std::move(filter),
                   cursor = std::move(cursor)](StoreReader& reader) mutable -> Result<MessagePage> {
    const auto before = read_cursor(cursor);
    if (!before) return std::unexpected(before.error());
    filter.before = *before;
    auto found = reader.store().messages(filter);
    if (!found) return std::unexpected(found.error());
    MessagePage page{.messages = std::move(*found), .next = {}};
    if (page.messages.size() == filter.limit) page.next = std::to_string(page.messages.back().position);
    return page;
  };
  co_return co_await ask_store<Result<MessagePage>>(parts_.store, std::move(question));
}

}  // namespace callwright
