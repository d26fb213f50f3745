#include "service/app/on_call_board.hpp"

#include "service/app/complete_on.hpp"
#include "service/app/store_question.hpp"
#include "workflows/language/calendar.hpp"

#include <algorithm>
#include <utility>

namespace callwright {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kChangesShown = 50;

NamedPerson named(const Bundle& bundle, const std::string& key) {
  const auto* person = bundle.person(key);
  return {.key = key, .name = person == nullptr ? key : person->name};
}

bool is_in_force(const OnCallOverride& override, TimePoint now) {
  return override.from <= now && (!override.until || now < *override.until);
}

OnDuty on_duty(const Bundle& bundle, const std::string& rotation, const std::vector<StoredOverride>& stored,
               TimePoint now) {
  const auto turn = turn_at(bundle, rotation, now);
  OnDuty duty{.rotation = rotation,
              .on_call = named(bundle, turn.person),
              .turn = named(bundle, turn.person),
              .turn_until = turn.until,
              .next = named(bundle, on_call(bundle, rotation, now, 1)),
              .override = {}};
  const auto found = std::ranges::find_if(stored, [&](const StoredOverride& one) {
    return one.override.rotation == rotation && !one.ended_at &&
           (!one.override.until || now < *one.override.until);
  });
  if (found == stored.end()) return duty;
  duty.override = found->override;
  if (is_in_force(found->override, now) && bundle.person(found->override.person) != nullptr)
    duty.on_call = named(bundle, found->override.person);
  return duty;
}

std::unexpected<Error> no_rotation(const Bundle* bundle) {
  std::string known;
  if (bundle != nullptr) {
    for (const auto& [name, rotation] : bundle->rotations) known += (known.empty() ? "" : ", ") + name;
  }
  return fail(Errc::NotFound, "on_call.rotation",
              known.empty() ? "The workflows have no rotations."
                            : "There is no such rotation; those of the workflows are: " + known + ".");
}

/// Writes on the store's writing thread.
template <class Answer, class Change>
asio::awaitable<Answer> change_store(StoreService& service, Change change) {
  auto begin = [&service, change = std::move(change)](auto done) mutable {
    service.write(
        [change = std::move(change), done = std::move(done)](Store& store) mutable { done(change(store)); });
  };
  co_return co_await await_answer<Answer>(std::move(begin));
}

}  // namespace

asio::awaitable<Result<OnCallSheet>> OnCallBoard::sheet(TimePoint now) {
  const auto bundle = bundle_.get();
  OnCallSheet sheet;
  if (bundle == nullptr) co_return sheet;
  auto question = [](StoreReader& reader) { return reader.store().overrides(10'000); };
  auto stored = co_await ask_store<Result<std::vector<StoredOverride>>>(shards_.store(), question);
  if (!stored) co_return std::unexpected(std::move(stored.error()));
  for (const auto& [name, rotation] : bundle->rotations)
    sheet.rotations.push_back(on_duty(*bundle, name, *stored, now));
  std::ranges::sort(*stored, std::greater{}, &StoredOverride::made_at);
  for (auto& change : *stored) {
    if (sheet.changes.size() == kChangesShown) break;
    sheet.changes.push_back({std::move(change.override), change.made_at, change.ended_at, change.ended_by});
  }
  co_return sheet;
}

asio::awaitable<Result<void>> OnCallBoard::override(OnCallOverride wanted, TimePoint now) {
  const auto bundle = bundle_.get();
  if (bundle == nullptr || bundle->rotation(wanted.rotation) == nullptr) co_return no_rotation(bundle.get());
  if (bundle->person(wanted.person) == nullptr) {
    co_return fail(Errc::InvalidInput, "on_call.person",
                   "person must be a key under `people` of the workflows.");
  }
  auto change = [wanted, now](Store& store) { return store.put_override(wanted, now); };
  auto stored = co_await change_store<Result<void>>(shards_.store(), std::move(change));
  if (!stored) co_return std::unexpected(std::move(stored.error()));
  log_.write(Level::Info, "on_call_override",
             {{"rotation", wanted.rotation}, {"person", wanted.person}, {"by", wanted.by}});
  co_return co_await tell_shards();
}

asio::awaitable<Result<void>> OnCallBoard::end_override(std::string rotation, std::string by, TimePoint now) {
  auto change = [rotation, by, now](Store& store) { return store.end_override(rotation, now, by); };
  auto ended = co_await change_store<Result<bool>>(shards_.store(), std::move(change));
  if (!ended) co_return std::unexpected(std::move(ended.error()));
  if (!*ended) {
    const auto bundle = bundle_.get();
    if (bundle == nullptr || bundle->rotation(rotation) == nullptr) co_return no_rotation(bundle.get());
    co_return fail(Errc::NotFound, "on_call.no_override", "The rotation has no override.");
  }
  log_.write(Level::Info, "on_call_override_ended", {{"rotation", rotation}, {"by", by}});
  co_return co_await tell_shards();
}

asio::awaitable<Result<void>> OnCallBoard::tell_shards() {
  auto begin = [&shards = shards_](auto done) { shards.refresh_availability(std::move(done)); };
  co_return co_await await_answer<Result<void>>(std::move(begin));
}

}  // namespace callwright
