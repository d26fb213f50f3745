#include "service/app/request_id.hpp"
#include "tests/service/app/shard_house.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <future>
#include <set>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_loop {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using ::testing::SizeIs;

constexpr int kCalls = 100;
constexpr int kEventsOfACall = 10;
constexpr std::size_t kRecords = 1100;  ///< each event, and the accepted answer command of each call

std::string ccid_of(int call) { return "v3:caller-" + std::to_string(call); }

Event event_of(int call, int number) {
  const auto id = std::to_string(call) + "/" + std::to_string(number);
  auto event = number == 0 ? incoming(ccid_of(call), id) : webhook(id, "call.dtmf.received", ccid_of(call));
  event.call_session_id = CallSessionId("session of " + ccid_of(call));
  return event;
}

asio::awaitable<Result<Delivery>> deliver(CallInbox& inbox, Event event) {
  co_return co_await inbox.deliver(std::move(event), TimePoint{});
}

TEST(ShardLoop, EveryEventOfAThousandOverTwoShardsIsAnsweredAndNoneIsLost) {
  SharedStore store;
  {
    ShardHouse house(2, store);
    std::vector<std::future<Result<Delivery>>> answers;
    for (int number = 0; number < kEventsOfACall; ++number) {
      for (int call = 0; call < kCalls; ++call) {
        // Either shard's acceptor may get it, whichever shard the call lives on.
        auto& context = house.shards.context(static_cast<std::size_t>(call + number) % 2);
        answers.push_back(
            asio::co_spawn(context, deliver(house.inbox, event_of(call, number)), asio::use_future));
      }
    }
    for (auto& answer : answers) EXPECT_TRUE(answer.get().has_value());
    EXPECT_TRUE(house.observer.wait_for_records(kRecords));
    EXPECT_TRUE(house.shards.drain(30s));
  }
  for (int number = 0; number < kCalls; ++number) {
    const auto id = store.find({"ccid:" + ccid_of(number)}).value();
    ASSERT_TRUE(id) << number;
    const auto call = read_snapshot(store.load(*id).value().value()).value();
    EXPECT_THAT(call.seen, SizeIs(kEventsOfACall)) << number;
    EXPECT_THAT(call.intents, SizeIs(0)) << number;
    EXPECT_EQ(call.version, kEventsOfACall + 1) << number;
  }
  EXPECT_LT(store.inner.commits, 1000U) << "events of one turn share a commit";
}

TEST(ShardLoop, ARequestFromAThreadThatIsNoShardIsCompletedOnItsOwnExecutor) {
  SharedStore store;
  ShardHouse house(2, store);
  asio::io_context outside;
  std::thread::id completed_on;
  auto task = [](CallInbox& inbox, std::thread::id& thread) -> asio::awaitable<Result<Delivery>> {
    auto delivered = co_await inbox.deliver(event_of(1, 0), TimePoint{});
    thread = std::this_thread::get_id();
    co_return delivered;
  };
  auto answer = asio::co_spawn(outside, task(house.inbox, completed_on), asio::use_future);
  outside.run();
  EXPECT_EQ(answer.get(), Delivery::Stored);
  EXPECT_EQ(completed_on, std::this_thread::get_id());
}

TEST(ShardLoop, ToolsAndOperatorsGetTheEnginesAnswerOrTheReasonWhyNot) {
  SharedStore store;
  ShardHouse house(2, store);
  ASSERT_EQ(house.run(0, deliver(house.inbox, event_of(1, 0))), Delivery::Stored);
  const auto call = store.find({"ccid:" + ccid_of(1)}).value().value();
  const auto ask = [&](ToolTarget target) {
    return house.run(1, house.inbox.request_tool(std::move(target), "escalate", {}, TimePoint{}));
  };
  EXPECT_EQ(ask({call, {}})->body.text(), R"({"say":"escalate"})");
  EXPECT_EQ(ask({{}, CallControlId(ccid_of(1))})->body.text(), R"({"say":"escalate"})");
  EXPECT_EQ(ask({call, CallControlId("v3:other")}).error().code, "tool.calls_disagree");
  EXPECT_EQ(ask({CallId("call_nobody"), {}}).error().code, "call.not_found");
  EXPECT_EQ(house.run(0, house.inbox.operate(call, "hangup", {}, "ada", TimePoint{}))->status, 200);
  EXPECT_EQ(house.run(0, deliver(house.inbox, event_of(1, 0))), Delivery::Duplicate);
  EXPECT_EQ(house.run(0, deliver(house.inbox, event_of(2, 1))), Delivery::Unmatched);
}

TEST(ShardLoop, WhoeverAsksAfterTheDrainBeganIsToldToComeBack) {
  SharedStore store;
  ShardHouse house(2, store);
  EXPECT_TRUE(house.shards.drain(30s));
  const auto answer = house.run(0, deliver(house.inbox, event_of(1, 0)));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, Errc::Unavailable);
}

TEST(ShardLoop, ADrainThatTakesTooLongEndsInUnavailableAndTheCommitStillCounts) {
  SharedStore store;
  std::future<Result<Delivery>> waiting;
  {
    ShardHouse house(1, store);
    store.close();
    waiting = asio::co_spawn(house.shards.context(0), deliver(house.inbox, event_of(1, 0)), asio::use_future);
    store.wait_for_commit();
    EXPECT_FALSE(house.shards.drain(0ms));
    std::thread opener([&] {
      EXPECT_EQ(waiting.get().error().kind, Errc::Unavailable);
      store.open();
    });
    house.shards.join();
    opener.join();
  }
}

TEST(ShardLoop, ARestartOnTheSameStoreGoesOn) {
  SharedStore store;
  {
    ShardHouse house(2, store);
    ASSERT_EQ(house.run(0, deliver(house.inbox, event_of(1, 0))), Delivery::Stored);
  }
  ShardHouse house(3, store);
  EXPECT_EQ(house.run(0, deliver(house.inbox, event_of(1, 0))), Delivery::Duplicate);
  EXPECT_EQ(house.run(1, deliver(house.inbox, event_of(1, 1))), Delivery::Stored);
}

TEST(ShardLoop, TheArchiveShowsWhatIsStored) {
  SharedStore store;
  ShardHouse house(1, store);
  for (int call = 0; call < 3; ++call) {
    ASSERT_EQ(house.run(0, deliver(house.inbox, event_of(call, 0))), Delivery::Stored);
  }
  auto first = house.run(0, house.archive.search({.limit = 2})).value();
  EXPECT_THAT(first.calls, SizeIs(2));
  auto second = house.run(0, house.archive.search({.cursor = first.next, .limit = 2})).value();
  ASSERT_THAT(second.calls, SizeIs(1));
  EXPECT_EQ(second.next, "");
  const CallId id(JsonDocument::of(second.calls[0]).root()["id"].str());
  EXPECT_EQ(house.run(0, house.archive.find(id)).value()->call.id, id);
  EXPECT_EQ(house.run(0, house.archive.find(CallId("call_nobody"))).value(), std::nullopt);
  auto records = house.run(0, house.archive.records(id, "", 1)).value();
  ASSERT_THAT(records.records, SizeIs(1));
  EXPECT_EQ(JsonDocument::of(records.records[0]).root()["seq"].integer(), 1);
  EXPECT_EQ(records.next, "1");
  EXPECT_EQ(house.run(0, house.archive.search({.cursor = "x"})).error().code, "cursor.invalid");
  EXPECT_EQ(house.run(0, house.archive.records(id, "-1", 1)).error().code, "cursor.invalid");
}

TEST(RequestId, NamesItsLoopAndNeverComesAgainInALaterProcess) {
  const TimePoint start{Duration{1'800'000'000'000}};
  const auto first = first_request(start, 7);
  EXPECT_EQ(home_of(first), 7U);
  EXPECT_EQ(home_of(next_request(first)), 7U);
  EXPECT_NE(next_request(first), first);
  EXPECT_LT(first + 10'000 * kShardsMax, first_request(start + 1ms, 0));
  EXPECT_LT(first_request(TimePoint{std::chrono::sys_days{std::chrono::year{2039} / 1 / 1}}, 255),
            static_cast<std::uint64_t>(INT64_MAX));
}

}  // namespace
}  // namespace callwright::tests::shard_loop
