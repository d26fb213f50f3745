#include "workflows/language/zone_table.hpp"

#include "tests/support/zones.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::zone_table {
namespace {

struct Case {
  std::string name;
  std::string zone;
  std::string local;  ///< written as if it were UTC
  std::string first;
  std::string last;
};

LocalTime local_of(const std::string& text) { return LocalTime{time_of(text).time_since_epoch()}; }

ZoneTable zone_of(const std::string& name) {
  return *test_zones().table(name, time_of("2025-01-01T00:00:00Z"), time_of("2036-01-01T00:00:00Z"));
}

class Moments : public ::testing::TestWithParam<Case> {};

TEST_P(Moments, OfALocalTime) {
  const auto found = to_utc(zone_of(GetParam().zone), local_of(GetParam().local));
  EXPECT_EQ(format_time(found.first), format_time(time_of(GetParam().first)));
  EXPECT_EQ(format_time(found.last), format_time(time_of(GetParam().last)));
}

INSTANTIATE_TEST_SUITE_P(
    ZoneTable, Moments,
    ::testing::Values(Case{"Winter", "America/Chicago", "2026-01-10T08:00:00Z", "2026-01-10T14:00:00Z",
                           "2026-01-10T14:00:00Z"},
                      Case{"Summer", "America/Chicago", "2026-07-10T08:00:00Z", "2026-07-10T13:00:00Z",
                           "2026-07-10T13:00:00Z"},
                      Case{"JustBeforeClocksGoForward", "America/Chicago", "2026-03-08T01:59:59Z",
                           "2026-03-08T07:59:59Z", "2026-03-08T07:59:59Z"},
                      Case{"LeftOutIsWhenClocksGoForward", "America/Chicago", "2026-03-08T02:30:00Z",
                           "2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z"},
                      Case{"FirstAfterTheGap", "America/Chicago", "2026-03-08T03:00:00Z",
                           "2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z"},
                      Case{"JustBeforeTheRepeatedHour", "America/Chicago", "2026-11-01T00:59:59Z",
                           "2026-11-01T05:59:59Z", "2026-11-01T05:59:59Z"},
                      Case{"RepeatedHour", "America/Chicago", "2026-11-01T01:30:00Z", "2026-11-01T06:30:00Z",
                           "2026-11-01T07:30:00Z"},
                      Case{"AfterTheRepeatedHour", "America/Chicago", "2026-11-01T02:00:00Z",
                           "2026-11-01T08:00:00Z", "2026-11-01T08:00:00Z"},
                      Case{"EastOfGreenwichGap", "Europe/Berlin", "2026-03-29T02:15:00Z",
                           "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
                      Case{"EastOfGreenwichTwice", "Europe/Berlin", "2026-10-25T02:15:00Z",
                           "2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z"},
                      Case{"BeforeTheTable", "Europe/Berlin", "1999-07-01T12:00:00Z", "1999-07-01T11:00:00Z",
                           "1999-07-01T11:00:00Z"},
                      Case{"BehindTheTable", "Europe/Berlin", "2050-07-01T12:00:00Z", "2050-07-01T11:00:00Z",
                           "2050-07-01T11:00:00Z"},
                      Case{"NoOffsets", "UTC", "2026-03-08T02:30:00Z", "2026-03-08T02:30:00Z",
                           "2026-03-08T02:30:00Z"}),
    [](const auto& tested) { return tested.param.name; });

TEST(ZoneTable, EveryMomentComesBackThroughItsLocalTime) {
  for (const auto* name : {"America/Chicago", "Europe/Berlin", "UTC"}) {
    const auto zone = zone_of(name);
    for (auto time = time_of("2026-01-01T00:10:00Z"); time < time_of("2028-01-01T00:00:00Z");
         time += std::chrono::minutes{30}) {
      const auto found = to_utc(zone, to_local(zone, time));
      EXPECT_TRUE(found.first == time || found.last == time) << name << " " << format_time(time);
    }
  }
}

TEST(ZoneTable, WithoutTransitionsIsUtc) {
  const auto time = time_of("2026-07-01T12:00:00Z");
  EXPECT_EQ(to_local({}, time), local_of("2026-07-01T12:00:00Z"));
  EXPECT_EQ(to_utc({}, local_of("2026-07-01T12:00:00Z")).first, time);
}

}  // namespace
}  // namespace callwright::tests::zone_table
