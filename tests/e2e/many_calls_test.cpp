#include "tests/e2e/world.hpp"

#include <deque>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::many_calls {
namespace {

constexpr int kCalls = 100;
constexpr int kThreads = 4;

/// Each thread has its share of the calls, and brings all of them one step further before the next.
void deliver_share(World& world, std::deque<WireCall>& calls, std::size_t step, int thread,
                   std::string& problem) {
  for (std::size_t i = static_cast<std::size_t>(thread); i < calls.size(); i += kThreads) {
    if (step >= calls[i].steps().size()) continue;
    for (const auto& delivery : calls[i].steps()[step].deliveries) {
      const auto reply = world.deliver(calls[i], delivery);
      if (reply.status != 200) problem += calls[i].id_of(delivery) + ": " + reply.body + "\n";
    }
  }
}

void deliver_step(World& world, std::deque<WireCall>& calls, std::size_t step) {
  std::vector<std::string> problems(kThreads);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back(
          [&, i] { deliver_share(world, calls, step, i, problems[static_cast<std::size_t>(i)]); });
    }
  }
  for (const auto& problem : problems) ASSERT_EQ(problem, "");
}

TEST(ManyCalls, AHundredAtOnceDoNotMix) {
  const Ending endings[] = {Ending::FirstAccepts, Ending::SecondAccepts, Ending::BothDecline,
                            Ending::NoEscalation};
  World world(kCalls);
  std::deque<WireCall> calls;
  std::size_t steps = 0;
  for (int i = 0; i < kCalls; ++i) {
    calls.emplace_back(i, endings[i % 4]);
    steps = std::max(steps, calls.back().steps().size());
  }
  for (std::size_t step = 0; step < steps; ++step) {
    ASSERT_NO_FATAL_FAILURE(deliver_step(world, calls, step));
    for (auto& call : calls) {
      if (step < call.steps().size())
        ASSERT_EQ(call.await(call.steps()[step], world.service, world.telnyx), "");
    }
  }
  for (auto& call : calls) EXPECT_EQ(call.check(world.service, world.telnyx), "");
}

}  // namespace
}  // namespace callwright::tests::many_calls
