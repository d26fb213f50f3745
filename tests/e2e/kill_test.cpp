#include "tests/e2e/world.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::kill {
namespace {

/// Everything that Telnyx sends in the course of the call, one by one.
struct Moment {
  const Step* step;
  const Delivery* delivery;
  bool is_last_of_step;
};

std::vector<Moment> moments_of(const WireCall& call) {
  std::vector<Moment> moments;
  for (const auto& step : call.steps()) {
    for (const auto& delivery : step.deliveries)
      moments.push_back({&step, &delivery, &delivery == &step.deliveries.back()});
  }
  return moments;
}

int moments_of_a_call() { return static_cast<int>(moments_of(WireCall(0, Ending::FirstAccepts)).size()); }

void deliver(World& world, WireCall& call, const Moment& moment) {
  const auto reply = world.deliver(call, *moment.delivery);
  ASSERT_EQ(reply.status, 200) << call.id_of(*moment.delivery) << reply.body;
}

void await(World& world, const WireCall& call, const Moment& moment) {
  if (moment.is_last_of_step) ASSERT_EQ(call.await(*moment.step, world.service, world.telnyx), "");
}

void play(World& world, WireCall& call, std::size_t from, std::size_t to) {
  const auto moments = moments_of(call);
  for (auto i = from; i < to; ++i) {
    ASSERT_NO_FATAL_FAILURE(deliver(world, call, moments[i]));
    ASSERT_NO_FATAL_FAILURE(await(world, call, moments[i]));
  }
}

TEST(Kill, RightAfterAnyAcknowledgedWebhookLosesNothingAndRepeatsNothing) {
  World world(moments_of_a_call());
  for (int i = 0; i < moments_of_a_call(); ++i) {
    SCOPED_TRACE("killed after delivery " + std::to_string(i));
    WireCall call(i, Ending::FirstAccepts);
    const auto moments = moments_of(call);
    const auto last = static_cast<std::size_t>(i);
    ASSERT_NO_FATAL_FAILURE(play(world, call, 0, last));
    ASSERT_NO_FATAL_FAILURE(deliver(world, call, moments[last]));
    world.service.restart();
    ASSERT_NO_FATAL_FAILURE(await(world, call, moments[last]));
    ASSERT_NO_FATAL_FAILURE(play(world, call, last + 1, moments.size()));
    ASSERT_EQ(call.check(world.service, world.telnyx), "");
  }
}

TEST(Kill, AfterEveryWebhookOfOneCallWhichIsThenRepeatedEndsAsIfNothingHadBeen) {
  World world(1);
  WireCall call(0, Ending::SecondAccepts);
  for (const auto& moment : moments_of(call)) {
    ASSERT_NO_FATAL_FAILURE(deliver(world, call, moment));
    world.service.restart();
    ASSERT_NO_FATAL_FAILURE(deliver(world, call, moment));  // as when the answer did not get through
    ASSERT_NO_FATAL_FAILURE(await(world, call, moment));
  }
  EXPECT_EQ(call.check(world.service, world.telnyx), "");
}

TEST(Kill, BeforeTheAnswerLeavesTheWebhookToItsRepetition) {
  const auto count = static_cast<std::size_t>(moments_of_a_call());
  World world(moments_of_a_call());
  std::deque<WireCall> calls;
  for (std::size_t i = 0; i < count; ++i) {  // a call at every moment
    calls.emplace_back(static_cast<int>(i), Ending::FirstAccepts);
    ASSERT_NO_FATAL_FAILURE(play(world, calls.back(), 0, i));
  }
  std::deque<RawClient> clients;
  for (std::size_t i = 0; i < count; ++i) {
    clients.emplace_back(world.service.port());
    const auto* delivery = moments_of(calls[i])[i].delivery;
    ASSERT_TRUE(clients.back().send(calls[i].request(*delivery, world.telnyx, world.signer)));
  }
  world.service.restart();
  for (std::size_t i = 0; i < count; ++i) {
    SCOPED_TRACE("call " + std::to_string(i));
    ASSERT_NO_FATAL_FAILURE(play(world, calls[i], i, count));
    EXPECT_EQ(calls[i].check(world.service, world.telnyx), "");
  }
}

TEST(Kill, WhileAReplyOfTheApiIsOutstandingSendsTheIdenticalRequestAgain) {
  const std::vector<std::string> operations = {"answer", "ai_assistant_start", "dial", "gather_using_speak",
                                               "hangup", "ai_assistant_join",  "speak"};
  World world(static_cast<int>(operations.size()));
  for (std::size_t i = 0; i < operations.size(); ++i) {
    SCOPED_TRACE(operations[i]);
    WireCall call(static_cast<int>(i), Ending::FirstAccepts);
    world.telnyx.hold(operations[i]);
    const std::pair<std::string, std::string>* held = nullptr;
    for (const auto& step : call.steps()) {
      for (const auto& delivery : step.deliveries) ASSERT_EQ(world.deliver(call, delivery).status, 200);
      for (const auto& expected : step.leads_to) {
        if (held != nullptr || expected.first != operations[i]) continue;
        held = &expected;
        ASSERT_TRUE(world.telnyx.wait_for(held->first, held->second));
        world.service.kill();
        world.telnyx.release();
        world.service.start();
      }
      ASSERT_EQ(call.await(step, world.service, world.telnyx), "");
    }
    ASSERT_NE(held, nullptr);
    const auto sent = world.telnyx.commands();
    const auto times = std::ranges::count_if(sent, [&](const Command& command) {
      return command.operation == held->first && command.leg == held->second;
    });
    EXPECT_GE(times, 2) << "it was not sent again";
    EXPECT_EQ(call.check(world.service, world.telnyx), "");
  }
}

}  // namespace
}  // namespace callwright::tests::kill
