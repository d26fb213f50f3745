#include "tests/workflows/simulator/bench.hpp"

#include <functional>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_queues {
namespace {

using namespace std::chrono_literals;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

constexpr auto kEnqueue = R"({"queue_name":"support"})";

/// The story of calls and queues from now on.
Story story(Bench& bench, TimePoint began) {
  return bench.story(began, {"queue", "current_position", "queue_position", "reason", "wait_time_secs"});
}

TEST(SimulatorQueues, ACallEntersWaitsAndLeaves) {
  Bench bench;
  const auto first = bench.answered_incoming();
  const auto second = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  bench.command(first, "enqueue", kEnqueue);
  bench.command(second, "enqueue", kEnqueue);
  EXPECT_EQ(bench.telnyx.leg(second)->queue, "support");
  bench.wait(3s);
  bench.command(second, "leave_queue");
  EXPECT_EQ(story(bench, began),
            (Story{"+0 call.enqueued queue=support current_position=1",
                   "+0 call.enqueued queue=support current_position=2",
                   "+3000 call.dequeued queue=support queue_position=2 reason=leave wait_time_secs=3"}));
  EXPECT_EQ(Bench::outcome(bench.command(first, "enqueue", kEnqueue)), "422 90038");
  EXPECT_EQ(Bench::outcome(bench.command(second, "leave_queue")), "422 90035");
}

TEST(SimulatorQueues, ACallLeavesByItsEndByTimeAndByEveryBridge) {
  struct Case {
    std::string body;
    std::string reason;
    std::function<void(Bench&, const CallControlId&, const CallControlId&)> act;
  };
  const Case cases[] = {
      {R"({"queue_name":"q"})", "hangup",
       [](Bench& bench, const auto& leg, const auto&) { bench.telnyx.hang_up(bench.now, leg); }},
      {R"({"queue_name":"q","max_wait_time_secs":2})", "timeout",
       [](Bench& bench, const auto&, const auto&) { bench.wait(2s); }},
      {R"({"queue_name":"q"})", "bridged",
       [](Bench& bench, const auto& leg, const auto& other) {
         bench.command(other, "bridge", R"({"call_control_id":")" + leg.text() + "\"}");
       }},
      {R"({"queue_name":"q"})", "bridged",
       [](Bench& bench, const auto& leg, const auto&) {
         bench.command(leg, "transfer", R"({"to":"+13125550111"})");
       }},
      {R"({"queue_name":"q"})", "bridged",
       [](Bench& bench, const auto& leg, const auto&) {
         bench.command(leg, "refer", R"({"sip_address":"sip:a@example.com"})");
       }},
      {R"({"queue_name":"q"})", "bridged",
       [](Bench& bench, const auto& leg, const auto&) {
         bench.send("POST", "/conferences", R"({"name":"c","call_control_id":")" + leg.text() + "\"}");
       }},
      {R"({"queue_name":"q"})", "leave",
       [](Bench& bench, const auto& leg, const auto&) {
         bench.send("DELETE", "/queues/q/calls/" + leg.text());
       }},
  };
  for (const auto& one : cases) {
    Bench bench;
    const auto leg = bench.answered_incoming();
    const auto other = bench.answered_incoming();
    bench.command(leg, "enqueue", one.body);
    one.act(bench, leg, other);
    bench.wait(0ms);
    ASSERT_EQ(bench.count("call.dequeued"), 1U) << one.reason;
    EXPECT_EQ(JsonDocument::of(bench.payload("call.dequeued")).root()["reason"].str(), one.reason);
    EXPECT_EQ(bench.telnyx.leg(leg)->queue, "");
  }
}

TEST(SimulatorQueues, BridgingTakesTheHeadEvenWhenItFails) {
  Bench bench;
  const auto gone = bench.answered_incoming();
  const auto waiting = bench.answered_incoming();
  const auto agent = bench.answered_incoming();
  bench.command(gone, "enqueue", R"({"queue_name":"q","keep_after_hangup":true})");
  bench.command(waiting, "enqueue", R"({"queue_name":"q"})");
  bench.telnyx.hang_up(bench.now, gone);
  EXPECT_EQ(Bench::data(bench.send("GET", "/queues/q"), "current_size"), "2");
  EXPECT_EQ(Bench::outcome(bench.command(agent, "bridge", R"({"queue":"q"})")), "422 90018");
  EXPECT_EQ(Bench::outcome(bench.command(agent, "bridge", R"({"queue":"q"})")), "200");
  EXPECT_EQ(bench.telnyx.leg(agent)->bridged_to, waiting.text());
  EXPECT_EQ(Bench::outcome(bench.command(agent, "bridge", R"({"queue":"q"})")), "422 10027");
}

TEST(SimulatorQueues, HaveASizeThatAnEnqueueCannotChange) {
  Bench bench;
  const auto first = bench.answered_incoming();
  const auto second = bench.answered_incoming();
  bench.command(first, "enqueue", R"({"queue_name":"small","max_size":1})");
  EXPECT_EQ(Bench::outcome(bench.command(second, "enqueue", R"({"queue_name":"small"})")), "422 90036");
  EXPECT_EQ(Bench::outcome(bench.command(second, "enqueue", R"({"queue_name":"small","max_size":5})")),
            "422 90037");
  EXPECT_EQ(Bench::outcome(bench.send("POST", "/queues/small", R"({"max_size":2})")), "200");
  EXPECT_EQ(Bench::outcome(bench.command(second, "enqueue", R"({"queue_name":"small"})")), "200");
}

TEST(SimulatorQueues, AreMadeListedChangedAndDeleted) {
  Bench bench;
  const auto made = bench.send("POST", "/queues", R"({"queue_name":"q"})");
  EXPECT_EQ(Bench::data(made, "max_size"), "300");
  EXPECT_EQ(Bench::data(made, "record_type"), "queue");
  EXPECT_EQ(bench.outcome_of("POST", "/queues", R"({"queue_name":"q"})"), "422 10012");
  EXPECT_EQ(bench.outcome_of("POST", "/queues", "{}"), "422 10004");
  const auto leg = bench.answered_incoming();
  bench.command(leg, "enqueue", R"({"queue_name":"q"})");
  bench.command(bench.answered_incoming(), "enqueue", R"({"queue_name":"r"})");
  const auto all = bench.send("GET", "/queues", "", {{"page[size]", "1"}});
  EXPECT_EQ(Bench::data(all, "0.name"), "q");
  EXPECT_EQ(JsonDocument::of(all.body).root().at_path("meta.total_results").display(), "2");
  EXPECT_EQ(Bench::data(bench.send("GET", "/queues/r"), "max_size"), "100");
  EXPECT_EQ(bench.outcome_of("DELETE", "/queues/q"), "400 90050");
  bench.command(leg, "leave_queue");
  EXPECT_EQ(bench.outcome_of("DELETE", "/queues/q"), "204");
  EXPECT_EQ(bench.outcome_of("GET", "/queues/q"), "404 10005");
}

TEST(SimulatorQueues, TheirCallsAreListedAndChanged) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.command(leg, "enqueue", R"({"queue_name":"q"})");
  bench.wait(7s);
  const auto path = "/queues/q/calls/" + leg.text();
  const auto one = bench.send("GET", path);
  EXPECT_EQ(Bench::data(one, "queue_position"), "1");
  EXPECT_EQ(Bench::data(one, "wait_time_secs"), "7");
  EXPECT_EQ(Bench::data(one, "from"), "+13125550199");
  EXPECT_EQ(Bench::data(bench.send("GET", "/queues/q/calls"), "0.call_control_id"), leg.text());
  EXPECT_EQ(bench.outcome_of("PATCH", path, R"({"keep_after_hangup":true})"), "204");
  bench.telnyx.hang_up(bench.now, leg);
  EXPECT_EQ(Bench::data(bench.send("GET", path), "is_alive"), "false");
  EXPECT_EQ(bench.outcome_of("DELETE", path), "204");
  EXPECT_EQ(bench.outcome_of("GET", path), "404 10005");
}

}  // namespace
}  // namespace callwright::tests::simulator_queues
