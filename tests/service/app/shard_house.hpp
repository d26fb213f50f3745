#pragma once

#include "service/app/shard_inbox.hpp"
#include "service/app/store_archive.hpp"
#include "tests/service/runtime/shard_script.hpp"

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace callwright::tests {

using simulation::MemoryStore;

/// A MemoryStore that a writing and a reading thread may use, and whose commits wait while it is closed.
class SharedStore final : public Store {
 public:
  MemoryStore inner;  ///< to be touched only while no shard runs

  void close();
  void open();
  /// Until a commit stands before the closed store.
  void wait_for_commit();

  Result<std::vector<CommitOutcome>> commit(const std::vector<StoreEntry>& entries,
                                            const std::vector<UnmatchedEvent>& unmatched) override;
  Result<std::optional<std::string>> load(const CallId& call) override;
  Result<std::optional<CallId>> find(const std::vector<std::string>& keys) override;
  Result<std::vector<UnmatchedEvent>> unmatched(const std::vector<std::string>& keys) override;
  Result<std::vector<Claim>> claims(const std::vector<std::string>& addresses) override;
  Result<std::vector<CallId>> due(TimePoint until, std::size_t limit) override;
  Result<std::vector<CallSummary>> search(const CallFilter& filter) override;
  Result<std::vector<StoredRecord>> records(const CallId& call, std::int64_t after_seq,
                                            std::size_t limit) override;
  Result<std::vector<StoredRecord>> records_since(std::int64_t after, std::size_t steps_max) override;
  Result<std::vector<DeadLetter>> dead_letters(std::int64_t after, std::size_t limit) override;
  Result<std::size_t> dead_letter_count() override;
  Result<std::map<std::string, std::int64_t>> open_calls() override;
  Result<std::map<std::string, TimePoint>> idle_since() override;
  Result<void> put_override(const OnCallOverride& override, TimePoint at) override;
  Result<bool> end_override(const std::string& rotation, TimePoint at, const std::string& by) override;
  Result<std::vector<StoredOverride>> overrides(std::size_t limit) override;
  Result<MessageBegun> begin_message(const Message& message, std::int64_t replaces) override;
  Result<void> put_conversation(std::int64_t message, const std::string& conversation_id) override;
  Result<void> end_message(std::int64_t message, const MessageEnd& end) override;
  Result<std::size_t> give_up_messages() override;
  Result<std::vector<Message>> messages(const MessageFilter& filter) override;
  Result<void> put_bundle(const BundleId& id, const std::string& content) override;
  Result<std::optional<std::string>> bundle(const BundleId& id) override;
  Result<std::string> meta(const std::string& name, const std::string& initial) override;
  Result<std::size_t> expire(TimePoint before, std::size_t limit) override;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  bool commit_waits_ = false;
};

/// Accepts every command, one turn of the loop later.
class AcceptingApi final : public Api {
 public:
  explicit AcceptingApi(boost::asio::io_context& context) : context_(context) {}
  void send(ApiSend request, Done done) override;

 private:
  boost::asio::io_context& context_;
};

/// Delivers every webhook, one turn of the loop later.
class AcceptingSender final : public WebhookSender {
 public:
  explicit AcceptingSender(boost::asio::io_context& context) : context_(context) {}
  void send(WebhookSend request, Done done) override;

 private:
  boost::asio::io_context& context_;
};

/// Counts records and lets a test wait for them.
class CountingObserver final : public RuntimeObserver {
 public:
  void logged(const runtime::effect::Logged& logged) override;
  /// False when they did not come within half a minute.
  bool wait_for_records(std::size_t count);

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::size_t records_ = 0;
};

class LockedRandom final : public Random {
 public:
  std::string uuid_v7(TimePoint now) override;

 private:
  std::mutex mutex_;
  CountingRandom random_;
};

/// Shards on real threads over a store in memory, ready for requests.
class ShardHouse {
 public:
  ShardHouse(std::size_t count, SharedStore& store);
  SharedStore& store;
  CountingObserver observer;
  LockedRandom random;
  Shards shards;
  std::vector<std::unique_ptr<AcceptingApi>> apis;
  std::vector<std::unique_ptr<AcceptingSender>> senders;
  ShardInbox inbox{shards};
  StoreArchive archive{shards.store()};

  /// Runs the coroutine on the shard's thread and waits for its result.
  template <class Value>
  Value run(std::size_t shard, boost::asio::awaitable<Value> task) {
    return boost::asio::co_spawn(shards.context(shard), std::move(task), boost::asio::use_future).get();
  }
};

/// Answers a caller, remembers events, answers tools. Stateless: several shards use it at once.
Step answering_step(const Bundle& bundle, Call call, const Input& input);

}  // namespace callwright::tests
