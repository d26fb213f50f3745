#include "tests/workflows/language/sample.hpp"
#include "workflows/language/calendar.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::schedule {
namespace {

BundlePtr with_schedule(const std::string& schedule) {
  Sample sample;
  sample.sections = "schedules: { it: " + schedule + " }\n";
  sample.steps = "    steps: [ { ring: [dana], during: it }, { ring: [dana], outside: it } ]\n";
  const auto loaded = load_text(sample.text());
  EXPECT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  return loaded.bundle;
}

const std::string kDay =
    R"({ timezone: America/Chicago, open: [ { days: mon-fri, hours: "08:00-18:00" } ] })";
const std::string kNight =
    R"({ timezone: America/Chicago, open: [ { days: fri-mon, hours: "22:00-06:00" } ], closed: [2026-12-25] })";
const std::string kTwo = R"({ timezone: America/Chicago, open: [
    { days: [mon, wed], hours: "08:00-12:00" }, { days: [mon, wed], hours: "13:00-24:00" } ] })";
const std::string kEarly = R"({ timezone: Europe/Berlin, open: [ { days: sun, hours: "01:30-02:30" } ] })";
const std::string kAlways =
    R"({ timezone: Europe/Berlin, open: [ { hours: "00:00-24:00" } ], closed: [2026-12-25] })";

struct Case {
  std::string name;
  std::string schedule;
  std::string time;
  bool is_open;
};

class Hours : public ::testing::TestWithParam<Case> {};

TEST_P(Hours, AreThoseOfTheClockOnTheWall) {
  const auto bundle = with_schedule(GetParam().schedule);
  const auto time = time_of(GetParam().time);
  EXPECT_EQ(is_open(*bundle, "it", time), GetParam().is_open);
  const auto& steps = bundle->escalation("human")->steps;
  EXPECT_EQ(is_open(*bundle, steps[0], time), GetParam().is_open) << "during";
  EXPECT_EQ(is_open(*bundle, steps[1], time), !GetParam().is_open) << "outside";
}

// 2026-11-20 is a Friday; Chicago is at -06:00 then.
INSTANTIATE_TEST_SUITE_P(
    Schedule, Hours,
    ::testing::Values(Case{"BeforeTheyBegin", kDay, "2026-11-20T07:59:59.999-06:00", false},
                      Case{"WhenTheyBegin", kDay, "2026-11-20T08:00:00-06:00", true},
                      Case{"JustBeforeTheEnd", kDay, "2026-11-20T17:59:59-06:00", true},
                      Case{"AtTheEnd", kDay, "2026-11-20T18:00:00-06:00", false},
                      Case{"OnAnotherDay", kDay, "2026-11-21T12:00:00-06:00", false},
                      Case{"InSummer", kDay, "2026-07-10T08:00:00-05:00", true},
                      Case{"InSummerAnHourEarlier", kDay, "2026-07-10T07:30:00-05:00", false},
                      Case{"NightInTheEvening", kNight, "2026-11-20T22:00:00-06:00", true},
                      Case{"NightBeforeIt", kNight, "2026-11-20T21:59:00-06:00", false},
                      Case{"NightInTheMorning", kNight, "2026-11-21T05:59:00-06:00", true},
                      Case{"NightIsOver", kNight, "2026-11-21T06:00:00-06:00", false},
                      Case{"NightOfMondayReachesTuesday", kNight, "2026-11-24T03:00:00-06:00", true},
                      Case{"NightThatWouldBeginOnTuesday", kNight, "2026-11-24T23:00:00-06:00", false},
                      Case{"ThursdayMorningIsNotFridaysNight", kNight, "2026-11-20T03:00:00-06:00", false},
                      Case{"ClosedDateInTheEvening", kNight, "2026-12-25T23:00:00-06:00", false},
                      Case{"MorningAfterAClosedEvening", kNight, "2026-12-26T03:00:00-06:00", false},
                      Case{"EveningAfterAClosedDate", kNight, "2026-12-26T23:00:00-06:00", true},
                      Case{"ClosedDateEndsTheNightBefore", kAlways, "2026-12-25T00:00:00+01:00", false},
                      Case{"UntilItsMidnight", kAlways, "2026-12-24T23:59:59+01:00", true},
                      Case{"OpenAgainTheDayAfter", kAlways, "2026-12-26T00:00:00+01:00", true},
                      Case{"FirstOfTwoEntries", kTwo, "2026-11-23T11:00:00-06:00", true},
                      Case{"BetweenTwoEntries", kTwo, "2026-11-23T12:30:00-06:00", false},
                      Case{"EntryToTheEndOfTheDay", kTwo, "2026-11-25T23:59:59-06:00", true},
                      Case{"AndNotIntoTheNext", kTwo, "2026-11-26T00:00:00-06:00", false},
                      Case{"DayBetweenListedOnes", kTwo, "2026-11-24T11:00:00-06:00", false},
                      Case{"SpringBeforeTheGap", kEarly, "2026-03-29T00:59:59Z", true},
                      Case{"SpringClocksJumpPastTheEnd", kEarly, "2026-03-29T01:00:00Z", false},
                      Case{"AutumnFirstTime", kEarly, "2026-10-25T00:15:00Z", true},
                      Case{"AutumnBetween", kEarly, "2026-10-25T00:45:00Z", false},
                      Case{"AutumnSecondTime", kEarly, "2026-10-25T01:15:00Z", true},
                      Case{"AutumnAfterIt", kEarly, "2026-10-25T01:30:00Z", false},
                      Case{"NothingIsEverOpen", "{ timezone: UTC, open: [] }", "2026-11-20T12:00:00Z",
                           false}),
    [](const auto& tested) { return tested.param.name; });

struct Change {
  std::string name;
  std::string schedule;
  std::string time;
  std::string next;  ///< empty: none
};

class Changes : public ::testing::TestWithParam<Change> {};

TEST_P(Changes, ComeWhenTheHoursBeginOrEnd) {
  const auto bundle = with_schedule(GetParam().schedule);
  const auto next = next_change(*bundle, "it", time_of(GetParam().time));
  EXPECT_EQ(next ? format_time(*next) : "",
            GetParam().next.empty() ? "" : format_time(time_of(GetParam().next)));
}

INSTANTIATE_TEST_SUITE_P(
    Schedule, Changes,
    ::testing::Values(
        Change{"ToTheEnd", kDay, "2026-11-20T12:00:00-06:00", "2026-11-20T18:00:00-06:00"},
        Change{"AtAnEdgeItIsTheNext", kDay, "2026-11-20T18:00:00-06:00", "2026-11-23T08:00:00-06:00"},
        Change{"OverTheNight", kNight, "2026-11-20T23:00:00-06:00", "2026-11-21T06:00:00-06:00"},
        Change{"OfTwoEntriesThatTouch",
               R"({ timezone: UTC, open: [ { hours: "08:00-12:00" }, { hours: "12:00-18:00" } ] })",
               "2026-11-20T09:00:00Z", "2026-11-20T18:00:00Z"},
        Change{"OnAClosedDate", kAlways, "2026-11-20T12:00:00Z", "2026-12-25T00:00:00+01:00"},
        Change{"BehindAClosedDate", kAlways, "2026-12-25T12:00:00Z", "2026-12-26T00:00:00+01:00"},
        Change{"WhenClocksGoForward", kEarly, "2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z"},
        Change{"WhenClocksGoBack", kEarly, "2026-10-25T00:45:00Z", "2026-10-25T01:00:00Z"},
        Change{"NeverOpen", "{ timezone: UTC, open: [] }", "2026-11-20T12:00:00Z", ""},
        Change{"AlwaysOpen", R"({ timezone: UTC, open: [ { hours: "00:00-24:00" } ] })",
               "2026-11-20T12:00:00Z", ""}),
    [](const auto& tested) { return tested.param.name; });

TEST(Schedule, NextChangeIsTheFirstMinuteThatDiffers) {
  for (const auto& schedule : {kDay, kNight, kTwo, kEarly, kAlways}) {
    const auto bundle = with_schedule(schedule);
    auto next = next_change(*bundle, "it", time_of("2026-10-20T00:00:00Z"));
    bool was = is_open(*bundle, "it", time_of("2026-10-20T00:00:00Z"));
    for (auto time = time_of("2026-10-20T00:00:00Z"); time < time_of("2027-01-05T00:00:00Z");
         time += std::chrono::minutes{1}) {
      const bool is = is_open(*bundle, "it", time);
      if (next && time >= *next) {
        EXPECT_NE(is, was) << schedule << format_time(time);
        next = next_change(*bundle, "it", time);
      } else {
        EXPECT_EQ(is, was) << schedule << format_time(time);
      }
      was = is;
    }
  }
}

TEST(Schedule, UnknownIsNeverOpen) {
  EXPECT_FALSE(is_open(Bundle{}, "gone", {}));
  EXPECT_EQ(next_change(Bundle{}, "gone", {}), std::nullopt);
}

}  // namespace
}  // namespace callwright::tests::schedule
