#include "tests/service/app/shard_house.hpp"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::store_service {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

StoreEntry entry_of(const std::string& id, std::int64_t seen = 0) {
  Call call;
  call.id = CallId(id);
  call.bundle = BundleId("bundle-1");
  call.version = seen + 1;
  StoreEntry entry;
  entry.seen_version = seen;
  entry.snapshot = write_snapshot(call);
  entry.call = std::make_shared<const Call>(std::move(call));
  entry.records = "[]";
  return entry;
}

using Outcomes = Result<std::vector<CommitOutcome>>;

std::future<Outcomes> commit(StoreService& service, std::vector<StoreEntry> entries) {
  auto promise = std::make_shared<std::promise<Outcomes>>();
  service.commit(
      {std::move(entries), {}, [promise](Outcomes outcomes) { promise->set_value(std::move(outcomes)); }});
  return promise->get_future();
}

std::vector<CommitOutcome::Kind> kinds(const Outcomes& outcomes) {
  std::vector<CommitOutcome::Kind> kinds;
  for (const auto& outcome : *outcomes) kinds.push_back(outcome.kind);
  return kinds;
}

TEST(StoreService, CommitsThatWaitBecomeOneTransactionAndEachGetsItsOwnOutcomes) {
  using enum CommitOutcome::Kind;
  SharedStore store;
  StoreService service(store);
  store.close();
  auto first = commit(service, {entry_of("call_0")});
  auto second = commit(service, {entry_of("call_1"), entry_of("call_2", 7)});
  auto third = commit(service, {entry_of("call_3")});
  store.open();
  EXPECT_THAT(kinds(first.get()), ElementsAre(Committed));
  EXPECT_THAT(kinds(second.get()), ElementsAre(Committed, Conflict));
  EXPECT_THAT(kinds(third.get()), ElementsAre(Committed));
  service.stop();
  EXPECT_LE(store.inner.commits, 2U);
}

TEST(StoreService, AFailureIsToldToEveryoneInTheTransaction) {
  SharedStore store;
  store.inner.fail_next = {MemoryStore::Trouble::Full};
  StoreService service(store);
  EXPECT_EQ(commit(service, {entry_of("call_0")}).get().error().code, "store.full");
  EXPECT_TRUE(commit(service, {entry_of("call_0")}).get().has_value());
}

TEST(StoreService, LoadsACallWithItsBundleAndReadsTheBundleOnce) {
  SharedStore store;
  int reads = 0;
  StoreServiceConfig config;
  config.read_bundle = [&](std::string_view content) -> Result<BundlePtr> {
    ++reads;
    return bundle_for(std::string(content));
  };
  StoreService service(store, config);
  ASSERT_TRUE(commit(service, {entry_of("call_0")}).get());
  const auto load = [&](const std::string& id) {
    std::promise<Result<StoredCall>> promise;
    service.read([&](StoreReader& reader) { promise.set_value(reader.load(CallId(id))); });
    return promise.get_future().get();
  };
  EXPECT_EQ(load("call_0").error().code, "store.bundle_missing");
  service.write([](Store& writer) { EXPECT_TRUE(writer.put_bundle(BundleId("bundle-1"), "+1")); });
  ASSERT_TRUE(commit(service, {entry_of("call_1")}).get());
  EXPECT_EQ(load("call_0")->call->id, CallId("call_0"));
  EXPECT_EQ(load("call_1")->bundle->workflows[0].match.to, std::vector<std::string>{"+1"});
  EXPECT_EQ(load("call_nobody")->call, std::nullopt);
  EXPECT_EQ(reads, 1);
}

TEST(StoreService, StoppingCarriesOutWhatWasHandedIn) {
  SharedStore store;
  std::vector<std::future<Outcomes>> outcomes;
  {
    StoreService service(store);
    for (int i = 0; i < 50; ++i) outcomes.push_back(commit(service, {entry_of("call_" + std::to_string(i))}));
  }
  for (auto& outcome : outcomes)
    EXPECT_THAT(kinds(outcome.get()), ElementsAre(CommitOutcome::Kind::Committed));
}

TEST(StoreService, MakesCheckpointsOnAThreadOfTheirOwn) {
  SharedStore store;
  std::promise<std::thread::id> made;
  StoreServiceConfig config;
  config.checkpoint_every = 1ms;
  config.checkpoint = [&made, once = false]() mutable {
    if (!std::exchange(once, true)) made.set_value(std::this_thread::get_id());
  };
  StoreService service(store, config);
  EXPECT_NE(made.get_future().get(), std::this_thread::get_id());
}

}  // namespace
}  // namespace callwright::tests::store_service
