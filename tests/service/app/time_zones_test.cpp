#include "service/app/time_zones.hpp"

#include "tests/support/zones.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace callwright::tests::time_zones {
namespace {

const TimePoint kFrom = time_of("2025-01-01T00:00:00Z");
const TimePoint kUntil = time_of("2038-01-01T00:00:00Z");

std::string listed(const std::optional<ZoneTable>& zone) {
  std::string text;
  if (!zone) return "none";
  for (const auto& at : zone->transitions)
    text += format_time(at.utc) + " " + std::to_string(at.offset.count()) + "\n";
  return text;
}

TEST(SystemZones, AgreeWithTheRulesOfToday) {
  for (const auto* name : {"America/Chicago", "Europe/Berlin", "UTC"})
    EXPECT_EQ(listed(system_zones().table(name, kFrom, kUntil)),
              listed(test_zones().table(name, kFrom, kUntil)))
        << name;
}

TEST(SystemZones, BeginWithTheOffsetOfTheFirstMoment) {
  const auto from = time_of("2026-07-01T00:00:00Z");
  EXPECT_EQ(listed(system_zones().table("Europe/Berlin", from, from + std::chrono::hours{1})),
            "2026-07-01T00:00:00.000Z 7200\n");
  EXPECT_EQ(listed(system_zones().table("Asia/Kolkata", from, kUntil)), "2026-07-01T00:00:00.000Z 19800\n");
}

TEST(SystemZones, HaveNoZoneThatIsUnknown) {
  for (const auto* name : {"", "America/Chcago", "../../etc/passwd", "posixrules/x", "America"})
    EXPECT_FALSE(system_zones().table(name, kFrom, kUntil)) << name;
}

TEST(SystemZones, AreNamed) {
  const auto names = system_zones().names();
  EXPECT_GT(names.size(), 300U);
  EXPECT_NE(std::ranges::find(names, "America/Chicago"), names.end());
}

}  // namespace
}  // namespace callwright::tests::time_zones
