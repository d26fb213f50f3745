#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_error_calendar {
namespace {

Sample schedule(const std::string& keys) { return {.sections = "schedules: { s: { " + keys + " } }\n"}; }

Sample hours(const std::string& entry) { return schedule("timezone: UTC, open: [ { " + entry + " } ]"); }

Sample rotation(const std::string& keys) {
  return {.sections = "rotations: { r: { members: [dana], timezone: UTC, " + keys + " } }\n"};
}

Sample action(const std::string& text) {
  return {.rules = "      - { on: tool.help, do: [ " + text + " ] }\n",
          .sections = "rotations: { r: { members: [dana], timezone: UTC } }\n"};
}

class CalendarError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(CalendarError, SaysWhatIsWrongAndWhere) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Schedules, CalendarError,
    ::testing::Values(
        LoadCase{"NoTimezone", schedule("open: []"),
                 "14:17-18 error: a schedule needs the key `timezone` [missing_key]\n"},
        LoadCase{"UnknownZone", schedule("timezone: America/Chcago, open: []"),
                 "14:29-43 error: there is no time zone `America/Chcago`; did you mean `America/Chicago`? "
                 "[unresolved_name]\n"},
        LoadCase{"ZoneThatIsNothingLikeOne", schedule("timezone: here, open: []"),
                 "14:29-33 error: there is no time zone `here`; write a name such as `America/Chicago` "
                 "[unresolved_name]\n"},
        LoadCase{"OpenThatIsAMap", schedule("timezone: UTC, open: {}"),
                 "14:40-41 error: `open` wants a list of hours, this is a map [wrong_type]\n"},
        LoadCase{"UnknownDay", hours("days: monday, hours: \"08:00-18:00\""),
                 "14:50-56 error: `monday` names no days; write `mon`, `mon-fri` or `[mon, wed]` "
                 "[not_accepted]\n"},
        LoadCase{"UnknownDayInAList", hours("days: [mon, fri-so], hours: \"08:00-18:00\""),
                 "14:56-62 error: `fri-so` names no days; write `mon`, `mon-fri` or `[mon, wed]` "
                 "[not_accepted]\n"},
        LoadCase{"NoDay", hours("days: [], hours: \"08:00-18:00\""),
                 "14:50-51 error: `days` lists no day; leave it out for every day [empty_list]\n"},
        LoadCase{"NoHours", hours("days: mon"),
                 "14:42-43 error: `open` needs the key `hours` [missing_key]\n"},
        LoadCase{"HoursWithoutAnEnd", hours("hours: \"08:00\""),
                 "14:51-58 error: `08:00` are no hours; write `08:00-18:00`, or `22:00-06:00` for a night "
                 "[not_accepted]\n"},
        LoadCase{"HoursInAnotherForm", hours("hours: 8am-6pm"),
                 "14:51-58 error: `8am-6pm` are no hours; write `08:00-18:00`, or `22:00-06:00` for a night "
                 "[not_accepted]\n"},
        LoadCase{"HoursPastTheDay", hours("hours: \"08:00-24:01\""),
                 "14:51-64 error: `08:00-24:01` are no hours; write `08:00-18:00`, or `22:00-06:00` for a "
                 "night [not_accepted]\n"},
        LoadCase{"BeginsAtTheEndOfTheDay", hours("hours: \"24:00-08:00\""),
                 "14:51-64 error: `24:00-08:00` are no hours; write `08:00-18:00`, or `22:00-06:00` for a "
                 "night [not_accepted]\n"},
        LoadCase{"EmptyHours", hours("hours: \"08:00-08:00\""),
                 "14:51-64 error: `08:00-08:00` begin and end at once; the whole day is `00:00-24:00` "
                 "[not_accepted]\n"},
        LoadCase{"NoDate", schedule("timezone: UTC, open: [], closed: [2026-02-30]"),
                 "14:53-63 error: `2026-02-30` is no date; write `2026-12-25` [not_accepted]\n"},
        LoadCase{"DateInAnotherForm", schedule("timezone: UTC, open: [], closed: 12/25/2026"),
                 "14:52-62 error: `12/25/2026` is no date; write `2026-12-25` [not_accepted]\n"}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    Rotations, CalendarError,
    ::testing::Values(
        LoadCase{"NobodyInIt",
                 {.sections = "rotations: { r: { members: [], timezone: UTC } }\n"},
                 "14:28-29 error: a rotation has at least one member [empty_list]\n"},
        LoadCase{"NoMembers",
                 {.sections = "rotations: { r: { timezone: UTC } }\n"},
                 "14:17-18 error: a rotation needs the key `members` [missing_key]\n"},
        LoadCase{
            "MemberThatIsAGroup",
            {.sections = "groups: { g: { members: [dana] } }\n"
                         "rotations: { r: { members: [g], timezone: UTC } }\n"},
            "15:29-30 error: `g` is a group; only `ring` takes groups, name a person [unresolved_name]\n"},
        LoadCase{"NamedAsAPerson",
                 {.sections = "rotations: { dana: { members: [dana], timezone: UTC } }\n"},
                 "14:14-18 error: `dana` is a person already; rename the rotation [duplicate_name]\n"},
        LoadCase{"NamedAsAGroup",
                 {.sections = "groups: { r: { members: [dana] } }\n"
                              "rotations: { r: { members: [dana], timezone: UTC } }\n"},
                 "15:14-15 error: `r` is a group already; rename the rotation [duplicate_name]\n"},
        LoadCase{"UnknownTurn", rotation("every: month"),
                 "14:58-63 error: `every` is `day`, `week` or a number of days up to 365 such as `3 days`, "
                 "not `month` [not_accepted]\n"},
        LoadCase{"TurnOfNoDays", rotation("every: 0 days"),
                 "14:58-64 error: `every` is `day`, `week` or a number of days up to 365 such as `3 days`, "
                 "not `0 days` [not_accepted]\n"},
        LoadCase{"TurnOverAYear", rotation("every: 366 days"),
                 "14:58-66 error: `every` is `day`, `week` or a number of days up to 365 such as `3 days`, "
                 "not `366 days` [not_accepted]\n"},
        LoadCase{"WeekWithoutADay", rotation("every: week, handoff: \"08:00\""),
                 "14:73-80 error: a week is handed over on a day: write `mon 08:00` [not_accepted]\n"},
        LoadCase{"DaysWithAWeekday", rotation("every: 2 days, handoff: \"mon 08:00\""),
                 "14:75-86 error: a weekday needs `every: week`; other turns are counted from `start`, so "
                 "write `08:00` [not_accepted]\n"},
        LoadCase{"NoHandoff", rotation("handoff: noon"),
                 "14:60-64 error: `noon` is no handoff; write `08:00`, or `mon 08:00` with `every: week` "
                 "[not_accepted]\n"},
        LoadCase{"NoStart", rotation("start: monday"),
                 "14:58-64 error: `monday` is no date; write `2026-12-25` [not_accepted]\n"},
        LoadCase{"NextOfAPerson",
                 {.steps = "    steps: [ { ring: [dana.next] } ]\n"},
                 "13:23-32 error: there is no person, group or rotation `dana.next`; define it or use one "
                 "that exists [unresolved_name]\n"},
        LoadCase{"RotationInAGroup",
                 {.sections = "groups: { g: { members: [r] } }\n"
                              "rotations: { r: { members: [dana], timezone: UTC } }\n"},
                 "14:26-27 error: `r` is a rotation; only `ring` takes rotations, name a person "
                 "[unresolved_name]\n"},
        LoadCase{"TransferToARotation", action("{ transfer: { person: r } }"),
                 "9:54-55 error: `r` is a rotation; only `ring` takes rotations, name a person "
                 "[unresolved_name]\n"},
        LoadCase{"MessageToARotation", action("{ sms: { to: r, text: x } }"),
                 "9:45-46 error: `r` is a rotation; only `ring` takes rotations, name a person "
                 "[unresolved_name]\n"}),
    kCaseName);

TEST(CalendarWithoutTimeZones, SaysWhyItCannotBeLoaded) {
  const auto text = hours("hours: \"08:00-18:00\"").text();
  EXPECT_EQ(findings_of(load_bundle({{"a.yaml", text}})),
            "14:29-32 error: time zones cannot be looked up here: no source was given [no_time_zones]\n");
}

/// A system without the package.
class NoZones final : public ZoneSource {
 public:
  [[nodiscard]] std::optional<ZoneTable> table(std::string_view /*name*/, TimePoint /*from*/,
                                               TimePoint /*until*/) const override {
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> names() const override { return {}; }
};

TEST(CalendarWithoutTimeZones, NamesThePackageThatIsMissing) {
  const NoZones none;
  EXPECT_EQ(findings_of(load_bundle({{"a.yaml", hours("hours: \"08:00-18:00\"").text()}}, {.zones = &none})),
            "14:29-32 error: this system has no time zones; install its package `tzdata` [no_time_zones]\n");
}

}  // namespace
}  // namespace callwright::tests::language_error_calendar
