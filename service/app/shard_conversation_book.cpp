#include "service/app/shard_conversation_book.hpp"

#include "service/app/complete_on.hpp"

#include <chrono>
#include <utility>

namespace callwright {
namespace {

namespace asio = boost::asio;
using runtime::Outcome;
using Found = Result<std::optional<PinnedCall>>;

Found find_pinned(StoreReader& reader, const std::vector<std::string>& keys) {
  const auto id = reader.store().find(keys);
  if (!id) return std::unexpected(id.error());
  if (!*id) return std::optional<PinnedCall>();
  auto stored = reader.load(**id);
  if (!stored) return std::unexpected(stored.error());
  if (!stored->call) return std::optional<PinnedCall>();
  return std::optional(PinnedCall{*std::move(stored->call), std::move(stored->bundle)});
}

Result<Delivery> delivery_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Stored: return Delivery::Stored;
    case Outcome::Duplicate: return Delivery::Duplicate;
    case Outcome::Unmatched: return Delivery::Unmatched;
    default: return fail(Errc::Unavailable, "inbox.unavailable", "Nothing was stored; send it again.");
  }
}

}  // namespace

asio::awaitable<Found> ShardConversationBook::find(std::vector<std::string> keys, TimePoint until) {
  if (keys.empty()) co_return std::optional<PinnedCall>();
  auto begin = [this, keys = std::move(keys)](auto done) mutable {
    shards_.store().read([keys = std::move(keys), done = std::move(done)](StoreReader& reader) mutable {
      done(find_pinned(reader, keys));
    });
  };
  auto found = co_await await_answer_until<Found>(steady_deadline(until, now_()), std::move(begin));
  if (!found) co_return fail(Errc::Timeout, "store.late", "The store did not answer in time.");
  co_return *std::move(found);
}

asio::awaitable<Result<Delivery>> ShardConversationBook::record(Event event, TimePoint until) {
  auto begin = [this, event = std::move(event)](auto done) mutable {
    shards_.ask(runtime::message::Arrived{0, std::move(event), {}, {}}, std::move(done));
  };
  const auto respond =
      co_await await_answer_until<runtime::effect::Respond>(steady_deadline(until, now_()), std::move(begin));
  if (!respond) co_return fail(Errc::Timeout, "store.late", "The store did not answer in time.");
  co_return delivery_of(respond->outcome);
}

}  // namespace callwright
