#include "tests/workflows/language/sample.hpp"
#include "workflows/language/calendar.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::rotation {
namespace {

BundlePtr with_rotation(const std::string& keys) {
  Sample sample;
  sample.people += "  ben: { phone: \"+13125550112\" }\n  cyd: { phone: \"+13125550113\" }\n";
  sample.sections = "rotations: { it: { members: [dana, ben, cyd], " + keys + " } }\n";
  sample.steps = "    steps: [ { ring: [it, it.next] } ]\n";
  const auto loaded = load_text(sample.text());
  EXPECT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  return loaded.bundle;
}

const std::string kWeek =
    R"(every: week, handoff: "mon 08:00", timezone: America/Chicago, start: 2026-11-18)";
const std::string kDay = R"(every: day, handoff: "02:30", timezone: America/Chicago, start: 2026-03-01)";
const std::string kThree = R"(every: 3 days, handoff: "20:00", timezone: Europe/Berlin, start: 2026-11-20)";

struct Case {
  std::string name;
  std::string keys;
  std::string time;
  std::string person;
  std::string next;
};

class OnCall : public ::testing::TestWithParam<Case> {};

TEST_P(OnCall, IsWhoseTurnItIs) {
  const auto bundle = with_rotation(GetParam().keys);
  const auto time = time_of(GetParam().time);
  EXPECT_EQ(on_call(*bundle, "it", time), GetParam().person);
  EXPECT_EQ(on_call(*bundle, "it", time, 1), GetParam().next);
  const auto turn = turn_at(*bundle, "it", time);
  EXPECT_LE(turn.from, time);
  EXPECT_LT(time, turn.until);
  EXPECT_EQ(on_call(*bundle, "it", turn.until), GetParam().next);
}

INSTANTIATE_TEST_SUITE_P(
    Rotation, OnCall,
    ::testing::Values(
        Case{"FirstWeekBeginsOnTheWeekdayAfterTheStart", kWeek, "2026-11-23T08:00:00-06:00", "dana", "ben"},
        Case{"JustBeforeIt", kWeek, "2026-11-23T07:59:59-06:00", "cyd", "dana"},
        Case{"BeforeTheStartTurnsCountBackwards", kWeek, "2026-11-10T12:00:00-06:00", "ben", "cyd"},
        Case{"LongBeforeTheStart", kWeek, "2026-08-10T12:00:00-05:00", "dana", "ben"},
        Case{"SecondWeek", kWeek, "2026-12-03T00:00:00-06:00", "ben", "cyd"},
        Case{"RoundTheList", kWeek, "2026-12-14T08:00:00-06:00", "dana", "ben"},
        Case{"OverDaylightSavingByTheWall", kWeek, "2027-03-15T07:59:00-05:00", "dana", "ben"},
        Case{"OverDaylightSavingAtTheHandoff", kWeek, "2027-03-15T08:00:00-05:00", "ben", "cyd"},
        Case{"DayByDay", kDay, "2026-03-01T02:30:00-06:00", "dana", "ben"},
        Case{"UntilTheHandoff", kDay, "2026-03-02T02:29:59-06:00", "dana", "ben"},
        Case{"HandoffThatIsLeftOutBefore", kDay, "2026-03-08T07:59:59Z", "dana", "ben"},
        Case{"HandoffThatIsLeftOutAfter", kDay, "2026-03-08T08:00:00Z", "ben", "cyd"},
        Case{"ThreeDays", kThree, "2026-11-23T19:59:00+01:00", "dana", "ben"},
        Case{"ThreeDaysLater", kThree, "2026-11-23T20:00:00+01:00", "ben", "cyd"},
        Case{"DefaultsAreAWeekFromMonday", "timezone: UTC", "2024-01-01T00:00:00Z", "dana", "ben"},
        Case{"DefaultsBeforeMonday", "timezone: UTC", "2023-12-31T23:59:59Z", "cyd", "dana"},
        Case{"DefaultHandoffOfDays", "every: day, timezone: UTC, start: 2026-11-20", "2026-11-20T00:00:00Z",
             "dana", "ben"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Rotation, HandsOverOnceAtATimeThatComesTwice) {
  const auto bundle =
      with_rotation(R"(every: day, handoff: "01:30", timezone: America/Chicago, start: 2026-10-31)");
  EXPECT_EQ(on_call(*bundle, "it", time_of("2026-11-01T06:29:59Z")), "dana");
  EXPECT_EQ(on_call(*bundle, "it", time_of("2026-11-01T06:30:00Z")), "ben") << "the first 01:30";
  EXPECT_EQ(on_call(*bundle, "it", time_of("2026-11-01T07:29:00Z")), "ben");
  EXPECT_EQ(on_call(*bundle, "it", time_of("2026-11-01T07:30:00Z")), "ben") << "the second 01:30";
  EXPECT_EQ(on_call(*bundle, "it", time_of("2026-11-02T07:29:59Z")), "ben");
  EXPECT_EQ(on_call(*bundle, "it", time_of("2026-11-02T07:30:00Z")), "cyd");
}

TEST(Rotation, TurnsFollowEachOtherWithoutGaps) {
  for (const auto& keys : {kWeek, kDay, kThree}) {
    const auto bundle = with_rotation(keys);
    auto turn = turn_at(*bundle, "it", time_of("2025-06-01T00:00:00Z"));
    for (int i = 0; i < 600; ++i) {
      const auto following = turn_at(*bundle, "it", turn.until);
      EXPECT_EQ(following.from, turn.until) << keys;
      EXPECT_EQ(following.person, turn_at(*bundle, "it", turn.from, 1).person) << keys;
      EXPECT_NE(following.person, turn.person) << keys;
      EXPECT_LT(following.from, following.until) << keys;
      turn = following;
    }
  }
}

TEST(Rotation, UnknownHasNobody) { EXPECT_EQ(on_call(Bundle{}, "gone", {}), ""); }

}  // namespace
}  // namespace callwright::tests::rotation
