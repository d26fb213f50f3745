#include "service/net/alarm.hpp"
#include "service/net/slot_queue.hpp"
#include "service/net/task_group.hpp"
#include "service/net/until.hpp"
#include "tests/service/net/test_server.hpp"

#include <stdexcept>
#include <variant>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <gtest/gtest.h>

namespace callwright::tests::net_tasks {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

asio::awaitable<std::monostate> wait_forever(bool& ended) {
  struct AtEnd {
    bool& flag;
    ~AtEnd() { flag = true; }
  };
  const AtEnd at_end{ended};
  asio::steady_timer timer(co_await asio::this_coro::executor, Clock::time_point::max());
  co_await timer.async_wait(asio::use_awaitable);
  co_return std::monostate{};
}

asio::awaitable<int> give(int value) { co_return value; }

asio::awaitable<int> break_down() {
  throw std::runtime_error("broken");
  co_return 0;
}

TEST(Until, GivesTheResultInTime) {
  asio::io_context context;
  EXPECT_EQ(run(context, net::until(Clock::now() + 1h, give(7))), 7);
}

TEST(Until, StopsTheOperationAtTheDeadline) {
  asio::io_context context;
  bool ended = false;
  EXPECT_EQ(run(context, net::until(Clock::now(), wait_forever(ended))), std::nullopt);
  EXPECT_TRUE(ended);
}

TEST(Until, PassesAFailureOnAtOnce) {
  asio::io_context context;
  EXPECT_THROW(run(context, net::until(Clock::now() + 1h, break_down())), std::runtime_error);
}

asio::awaitable<void> until_forever(bool& ended, bool& went_on) {
  co_await net::until(Clock::now() + 1h, wait_forever(ended));
  went_on = true;
}

TEST(Until, IsCancelledWithItsCaller) {
  asio::io_context context;
  bool ended = false;
  bool went_on = false;
  net::TaskGroup group(context.get_executor(), [](const std::exception_ptr&) { FAIL(); });
  group.spawn(until_forever(ended, went_on));
  context.poll();
  group.cancel();
  context.restart();
  context.run();
  EXPECT_TRUE(ended);
  EXPECT_FALSE(went_on);
  EXPECT_EQ(group.size(), 0U);
}

asio::awaitable<void> ignore_result(asio::awaitable<std::monostate> task) { co_await std::move(task); }
asio::awaitable<void> ignore_number(asio::awaitable<int> task) { co_await std::move(task); }

asio::awaitable<int> join_and_count(net::TaskGroup& group) {
  co_await group.join();
  co_return static_cast<int>(group.size());
}

TEST(TaskGroup, JoinsWhenEveryChildHasEnded) {
  asio::io_context context;
  std::array<bool, 3> ended{};
  net::TaskGroup group(context.get_executor(), [](const std::exception_ptr&) { FAIL(); });
  for (auto& each : ended) group.spawn(ignore_result(wait_forever(each)));
  context.poll();
  EXPECT_EQ(group.size(), 3U);
  group.cancel();
  EXPECT_EQ(run(context, join_and_count(group)), 0);
  EXPECT_EQ(ended, (std::array<bool, 3>{true, true, true}));
}

TEST(TaskGroup, ReportsWhatAChildThrows) {
  asio::io_context context;
  int reports = 0;
  net::TaskGroup group(context.get_executor(), [&](const std::exception_ptr&) { ++reports; });
  group.spawn(ignore_number(break_down()));
  group.spawn(ignore_number(give(1)));
  EXPECT_EQ(run(context, join_and_count(group)), 0);
  EXPECT_EQ(reports, 1);
}

asio::awaitable<void> hold_slot(net::SlotQueue& queue, int name, std::vector<int>& order,
                                asio::steady_timer& gate) {
  const auto slot = co_await queue.take();
  order.push_back(name);
  co_await gate.async_wait(asio::as_tuple(asio::use_awaitable));
}

TEST(SlotQueue, ServesInLineAndSkipsWhoGaveUp) {
  asio::io_context context;
  asio::steady_timer gate(context, Clock::time_point::max());
  net::SlotQueue queue(context.get_executor(), 1);
  std::vector<int> order;
  net::TaskGroup patient(context.get_executor(), [](const std::exception_ptr&) { FAIL(); });
  net::TaskGroup impatient(context.get_executor(), [](const std::exception_ptr&) { FAIL(); });
  patient.spawn(hold_slot(queue, 1, order, gate));
  impatient.spawn(hold_slot(queue, 2, order, gate));
  patient.spawn(hold_slot(queue, 3, order, gate));
  context.poll();
  EXPECT_EQ(order, std::vector<int>{1});
  impatient.cancel();
  context.restart();
  context.poll();
  EXPECT_EQ(impatient.size(), 0U);
  gate.cancel();
  context.restart();
  context.poll();
  EXPECT_EQ(order, (std::vector<int>{1, 3}));
  gate.cancel();
  context.restart();
  context.run();
  EXPECT_EQ(queue.in_use(), 0U);
}

TEST(SlotQueue, AWaiterThatIsStoppedAsItsTurnComesLosesNoSlot) {
  asio::io_context context;
  asio::steady_timer gate(context, Clock::time_point::max());
  net::SlotQueue queue(context.get_executor(), 1);
  std::vector<int> order;
  net::TaskGroup holder(context.get_executor(), [](const std::exception_ptr&) { FAIL(); });
  net::TaskGroup stopped(context.get_executor(), [](const std::exception_ptr&) { FAIL(); });
  net::TaskGroup next(context.get_executor(), [](const std::exception_ptr&) { FAIL(); });
  holder.spawn(hold_slot(queue, 1, order, gate));
  stopped.spawn(hold_slot(queue, 2, order, gate));
  next.spawn(hold_slot(queue, 3, order, gate));
  context.poll();
  gate.cancel();  // frees the slot for 2 …
  context.restart();
  while (queue.in_use() == 1 && holder.size() > 0) context.run_one();
  stopped.cancel();  // … which is told to stop before it has run
  context.restart();
  context.poll();
  EXPECT_EQ(order.back(), 3);
  gate.cancel();
  context.restart();
  context.run();
  EXPECT_EQ(queue.in_use(), 0U);
}

TEST(Alarm, RingsOnceAndNotBeforeTheMovedDeadline) {
  asio::io_context context;
  int rings = 0;
  net::Alarm alarm(context.get_executor(), [&] { ++rings; });
  alarm.set(Clock::now());
  alarm.set(Clock::now() + 1h);  // moved before the loop ran
  context.poll();
  EXPECT_EQ(rings, 0);
  EXPECT_FALSE(alarm.rang());
  alarm.set(Clock::now());
  context.restart();
  while (rings == 0) context.run_one();
  EXPECT_TRUE(alarm.rang());
  alarm.clear();
  EXPECT_FALSE(alarm.rang());
  context.restart();
  context.run();
  EXPECT_EQ(rings, 1);
}

TEST(Alarm, IsSilentOnceItIsGone) {
  asio::io_context context;
  {
    net::Alarm alarm(context.get_executor(), [] { FAIL(); });
    alarm.set(Clock::now());
  }
  context.run();
}

}  // namespace
}  // namespace callwright::tests::net_tasks
