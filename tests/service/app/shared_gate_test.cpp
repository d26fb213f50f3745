#include "service/app/shared_gate.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::shared_gate {
namespace {

constexpr TimePoint kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

TEST(SharedGate, LetsSoManyInAtOnce) {
  SharedGate gate({.at_once = 2});
  auto first = gate.enter();
  const auto second = gate.enter();
  ASSERT_NE(first, nullptr);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(gate.enter(), nullptr);
  EXPECT_EQ(gate.enter(), nullptr) << "one that was refused takes no place";
  first.reset();
  EXPECT_NE(gate.enter(), nullptr);
}

TEST(SharedGate, AChannelHasALimitOfItsOwn) {
  SharedGate gate({.chat_per_minute = 1, .sms_per_minute = 2});
  EXPECT_FALSE(gate.refuse(MessageChannel::Chat, "a", kNow));
  EXPECT_TRUE(gate.refuse(MessageChannel::Chat, "a", kNow));
  EXPECT_FALSE(gate.refuse(MessageChannel::Sms, "a", kNow));
  EXPECT_FALSE(gate.refuse(MessageChannel::Sms, "a", kNow));
  EXPECT_TRUE(gate.refuse(MessageChannel::Sms, "a", kNow));
}

TEST(SharedGate, IsOneForAllThreads) {
  constexpr int kThreads = 4;
  constexpr int kEach = 100;
  SharedGate gate({.chat_per_minute = kThreads * kEach / 2, .at_once = kThreads});
  std::atomic<int> passed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < kEach; ++j) {
        if (!gate.refuse(MessageChannel::Chat, "a", kNow)) ++passed;
        EXPECT_NE(gate.enter(), nullptr) << "each thread holds one at most";
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(passed, kThreads * kEach / 2);
}

}  // namespace
}  // namespace callwright::tests::shared_gate
