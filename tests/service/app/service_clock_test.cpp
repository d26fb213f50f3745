#include "service/app/service_clock.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::service_clock {
namespace {

using namespace std::chrono_literals;

struct Clocks {
  std::chrono::nanoseconds wall = 1000h;
  std::chrono::nanoseconds steady = 5h;
  ServiceClock clock{{.wall = [this] { return wall; }, .steady = [this] { return steady; }}};

  void pass(std::chrono::nanoseconds time) { wall += time, steady += time; }
  Duration now() { return clock.now().time_since_epoch(); }
};

TEST(ServiceClock, FollowsTheWallClock) {
  Clocks clocks;
  EXPECT_EQ(clocks.now(), 1000h);
  clocks.pass(90s);
  EXPECT_EQ(clocks.now(), 1000h + 90s);
}

TEST(ServiceClock, GoesForwardWithTheWallClockAtOnce) {
  Clocks clocks;
  clocks.wall += 1h;
  EXPECT_EQ(clocks.now(), 1001h);
}

TEST(ServiceClock, NeverGoesBackAndNeverStandsStill) {
  Clocks clocks;
  clocks.wall -= 1h;
  EXPECT_EQ(clocks.now(), 1000h);
  clocks.pass(100s);
  EXPECT_EQ(clocks.now(), 1000h + 90s);
}

TEST(ServiceClock, ThatIsAheadIsCaughtUpWith) {
  Clocks clocks;
  clocks.wall -= 1min;
  for (int i = 0; i < 700; ++i) clocks.pass(1s), (void)clocks.now();
  EXPECT_EQ(clocks.now(), Duration(1000h) + 640s) << "the wall clock's time";
}

TEST(ServiceClock, SmallStepsOfTimeAreNotLost) {
  Clocks clocks;
  clocks.wall -= 1h;
  for (int i = 0; i < 100'000; ++i) clocks.pass(10us), (void)clocks.now();
  EXPECT_EQ(clocks.now(), 1000h + 900ms);
}

}  // namespace
}  // namespace callwright::tests::service_clock
