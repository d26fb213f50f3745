#include "handlers/gateway/rate_limit.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace callwright::tests::rate_limit {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

TEST(TokenBuckets, HoldsAMinutesWorthAndFillsEvenly) {
  TokenBuckets buckets(4, 100);  // one each 15 s
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(buckets.take("a", kStart));
  EXPECT_EQ(buckets.take("a", kStart), Duration(15s));
  EXPECT_EQ(buckets.take("a", kStart + 5s), Duration(10s));
  EXPECT_FALSE(buckets.take("a", kStart + 15s));
  EXPECT_EQ(buckets.take("a", kStart + 15s), Duration(15s));
  for (int i = 0; i < 4; ++i)
    EXPECT_FALSE(buckets.take("a", kStart + 1h)) << "never more than a minute's worth";
  EXPECT_TRUE(buckets.take("a", kStart + 1h));
}

TEST(TokenBuckets, EachClientHasItsOwn) {
  TokenBuckets buckets(1, 100);
  EXPECT_FALSE(buckets.take("a", kStart));
  EXPECT_FALSE(buckets.take("b", kStart));
  EXPECT_TRUE(buckets.take("a", kStart));
}

TEST(TokenBuckets, AClockThatGoesBackFillsNothing) {
  TokenBuckets buckets(1, 100);
  EXPECT_FALSE(buckets.take("a", kStart));
  EXPECT_EQ(buckets.take("a", kStart - 1h), Duration(1min));
}

TEST(TokenBuckets, ForgetsThoseThatWereNotSeenForLongest) {
  TokenBuckets buckets(1, 10);
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_FALSE(buckets.take("client " + std::to_string(i), kStart));
    EXPECT_FALSE(i > 0 && !buckets.take("client 0", kStart))
        << "one that comes all the time is not forgotten";
    EXPECT_LE(buckets.clients(), 10U);
  }
}

}  // namespace
}  // namespace callwright::tests::rate_limit
