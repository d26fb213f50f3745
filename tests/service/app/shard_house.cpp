#include "tests/service/app/shard_house.hpp"

#include <future>
#include <stdexcept>

#include <boost/asio/post.hpp>

namespace callwright::tests {

void SharedStore::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
}

void SharedStore::open() {
  const std::scoped_lock lock(mutex_);
  closed_ = false;
  changed_.notify_all();
}

void SharedStore::wait_for_commit() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return commit_waits_; });
}

Result<std::vector<CommitOutcome>> SharedStore::commit(const std::vector<StoreEntry>& entries,
                                                       const std::vector<UnmatchedEvent>& unmatched) {
  std::unique_lock lock(mutex_);
  commit_waits_ = closed_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !closed_; });
  commit_waits_ = false;
  return inner.commit(entries, unmatched);
}
Result<std::optional<std::string>> SharedStore::load(const CallId& call) {
  const std::scoped_lock lock(mutex_);
  return inner.load(call);
}
Result<std::optional<CallId>> SharedStore::find(const std::vector<std::string>& keys) {
  const std::scoped_lock lock(mutex_);
  return inner.find(keys);
}
Result<std::vector<UnmatchedEvent>> SharedStore::unmatched(const std::vector<std::string>& keys) {
  const std::scoped_lock lock(mutex_);
  return inner.unmatched(keys);
}
Result<std::vector<Claim>> SharedStore::claims(const std::vector<std::string>& addresses) {
  const std::scoped_lock lock(mutex_);
  return inner.claims(addresses);
}
Result<std::vector<CallId>> SharedStore::due(TimePoint until, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  return inner.due(until, limit);
}
Result<std::vector<CallSummary>> SharedStore::search(const CallFilter& filter) {
  const std::scoped_lock lock(mutex_);
  return inner.search(filter);
}
Result<std::vector<StoredRecord>> SharedStore::records(const CallId& call, std::int64_t after_seq,
                                                       std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  return inner.records(call, after_seq, limit);
}
Result<std::vector<StoredRecord>> SharedStore::records_since(std::int64_t after, std::size_t steps_max) {
  const std::scoped_lock lock(mutex_);
  return inner.records_since(after, steps_max);
}
Result<std::vector<DeadLetter>> SharedStore::dead_letters(std::int64_t after, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  return inner.dead_letters(after, limit);
}
Result<std::size_t> SharedStore::dead_letter_count() {
  const std::scoped_lock lock(mutex_);
  return inner.dead_letter_count();
}
Result<std::map<std::string, std::int64_t>> SharedStore::open_calls() {
  const std::scoped_lock lock(mutex_);
  return inner.open_calls();
}
Result<std::map<std::string, TimePoint>> SharedStore::idle_since() {
  const std::scoped_lock lock(mutex_);
  return inner.idle_since();
}
Result<void> SharedStore::put_override(const OnCallOverride& override, TimePoint at) {
  const std::scoped_lock lock(mutex_);
  return inner.put_override(override, at);
}
Result<bool> SharedStore::end_override(const std::string& rotation, TimePoint at, const std::string& by) {
  const std::scoped_lock lock(mutex_);
  return inner.end_override(rotation, at, by);
}
Result<std::vector<StoredOverride>> SharedStore::overrides(std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  return inner.overrides(limit);
}
Result<MessageBegun> SharedStore::begin_message(const Message& message, std::int64_t replaces) {
  const std::scoped_lock lock(mutex_);
  return inner.begin_message(message, replaces);
}
Result<void> SharedStore::put_conversation(std::int64_t message, const std::string& conversation_id) {
  const std::scoped_lock lock(mutex_);
  return inner.put_conversation(message, conversation_id);
}
Result<void> SharedStore::end_message(std::int64_t message, const MessageEnd& end) {
  const std::scoped_lock lock(mutex_);
  return inner.end_message(message, end);
}
Result<std::size_t> SharedStore::give_up_messages() {
  const std::scoped_lock lock(mutex_);
  return inner.give_up_messages();
}
Result<std::vector<Message>> SharedStore::messages(const MessageFilter& filter) {
  const std::scoped_lock lock(mutex_);
  return inner.messages(filter);
}
Result<void> SharedStore::put_bundle(const BundleId& id, const std::string& content) {
  const std::scoped_lock lock(mutex_);
  return inner.put_bundle(id, content);
}
Result<std::optional<std::string>> SharedStore::bundle(const BundleId& id) {
  const std::scoped_lock lock(mutex_);
  return inner.bundle(id);
}
Result<std::string> SharedStore::meta(const std::string& name, const std::string& initial) {
  const std::scoped_lock lock(mutex_);
  return inner.meta(name, initial);
}
Result<std::size_t> SharedStore::expire(TimePoint before, std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  return inner.expire(before, limit);
}

void AcceptingApi::send(ApiSend, Done done) {
  boost::asio::post(context_, [done = std::move(done)]() mutable {
    done({.kind = SendOutcome::Kind::Accepted, .status = 200, .code = {}, .detail = {}, .data = {}});
  });
}

void AcceptingSender::send(WebhookSend, Done done) {
  boost::asio::post(context_,
                    [done = std::move(done)]() mutable { done({.status = 200, .code = {}, .detail = {}}); });
}

void CountingObserver::logged(const runtime::effect::Logged& logged) {
  const std::scoped_lock lock(mutex_);
  records_ += logged.records.size();
  more_.notify_all();
}

bool CountingObserver::wait_for_records(std::size_t count) {
  std::unique_lock lock(mutex_);
  return more_.wait_for(lock, std::chrono::seconds{30}, [&] { return records_ >= count; });
}

std::string LockedRandom::uuid_v7(TimePoint now) {
  const std::scoped_lock lock(mutex_);
  return random_.uuid_v7(now);
}

Step answering_step(const Bundle& bundle, Call call, const Input& input) {
  PlainStep step;
  step.also = [](Step& made, const Input& what) {
    const auto* arrived = std::get_if<input::Arrived>(&what.what);
    if (arrived == nullptr || arrived->event.type != EventType::CallInitiated) return;
    add_intent(made.call, "answer", what.at);
  };
  return step(bundle, std::move(call), input);
}

namespace {

ShardsConfig house_config(std::size_t shards) {
  ShardsConfig config;
  config.count = shards;
  config.shard.deployment = "deployment-1";
  config.shard.connection_id = "connection-1";
  config.shard.step = &answering_step;
  config.shard.token_for = [](const CallId& call) { return "token of " + call.text(); };
  config.store.read_bundle = [](std::string_view) -> Result<BundlePtr> { return bundle_for("+13125550100"); };
  return config;
}

}  // namespace

ShardHouse::ShardHouse(std::size_t count, SharedStore& the_store)
    : store(the_store), shards(house_config(count), store, random, observer) {
  std::vector<WaysOut> ports;
  for (std::size_t i = 0; i < count; ++i) {
    apis.push_back(std::make_unique<AcceptingApi>(shards.context(i)));
    senders.push_back(std::make_unique<AcceptingSender>(shards.context(i)));
    ports.push_back({.telnyx = apis.back().get(), .webhooks = senders.back().get()});
  }
  shards.start(ports);
  std::promise<bool> in_use;
  shards.use_bundle(bundle_for("+13125550100"),
                    [&in_use](const Result<void>& stored) { in_use.set_value(stored.has_value()); });
  if (!in_use.get_future().get()) throw std::runtime_error("the bundle was not stored");
}

}  // namespace callwright::tests
