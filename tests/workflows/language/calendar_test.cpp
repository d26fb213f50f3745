#include "workflows/language/calendar.hpp"

#include "tests/workflows/language/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::calendar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Sample team(const std::string& ring) {
  Sample sample;
  sample.people += R"(  ben: { phone: "+13125550112" }
  cyd: { phone: "+13125550113" }
)";
  sample.sections = R"(groups:
  sales: { members: [dana, ben, cyd], order: longest_idle }
  desk: { members: [cyd, dana] }
rotations:
  nights: { members: [dana, ben, cyd], every: day, timezone: America/Chicago, start: 2026-11-20 }
)";
  sample.steps = "    steps: [ { ring: " + ring + " } ]\n";
  return sample;
}

std::vector<std::string> rung(const std::string& ring, const WhoIsThere& who) {
  const auto loaded = load_text(team(ring).text());
  EXPECT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  return people_of(*loaded.bundle, loaded.bundle->escalation("human")->steps.at(0), who);
}

const TimePoint kNow = time_of("2026-11-20T12:00:00-06:00");

TEST(WhomAStepRings, RotationsAreThoseOnCall) {
  EXPECT_THAT(rung("[nights, nights.next]", {.now = kNow}), ElementsAre("dana", "ben"));
  EXPECT_THAT(rung("[nights, nights.next]", {.now = kNow + std::chrono::hours{24}}),
              ElementsAre("ben", "cyd"));
}

TEST(WhomAStepRings, AnOverrideStandsInForTheTurnOnly) {
  const WhoIsThere who{.now = kNow, .overrides = {{"nights", "cyd"}}};
  EXPECT_THAT(rung("[nights]", who), ElementsAre("cyd"));
  EXPECT_THAT(rung("[nights, nights.next]", who), ElementsAre("cyd", "ben"));
}

TEST(WhomAStepRings, AnOverrideByAStrangerRingsNobody) {
  EXPECT_THAT(rung("[nights]", {.now = kNow, .overrides = {{"nights", "gone"}}}), IsEmpty());
}

TEST(WhomAStepRings, EachOnce) {
  EXPECT_THAT(rung("[desk, nights, nights.next, cyd]", {.now = kNow}), ElementsAre("cyd", "dana", "ben"));
}

TEST(WhomAStepRings, LongestIdleBeginsWithWhoWasNeverRung) {
  EXPECT_THAT(rung("[sales]", {.now = kNow}), ElementsAre("dana", "ben", "cyd"));
  const WhoIsThere who{.now = kNow,
                       .idle_since = {{"+13125550111", kNow - std::chrono::minutes{5}},
                                      {"+13125550113", kNow - std::chrono::minutes{9}}}};
  EXPECT_THAT(rung("[sales]", who), ElementsAre("ben", "cyd", "dana"));
  EXPECT_THAT(rung("[desk]", who), ElementsAre("cyd", "dana")) << "a listed group stays as listed";
}

TEST(WhomAStepRings, EqualIdleTimesAreAsListed) {
  const auto since = kNow - std::chrono::minutes{5};
  const WhoIsThere who{.now = kNow, .idle_since = {{"+13125550112", since}, {"+13125550111", since}}};
  EXPECT_THAT(rung("[sales]", who), ElementsAre("cyd", "dana", "ben"));
}

TEST(WhomAStepMayRing, IsEveryMember) {
  const auto loaded = load_text(team("[nights.next]").text());
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  EXPECT_THAT(people_of(*loaded.bundle, loaded.bundle->escalation("human")->steps[0]),
              ElementsAre("dana", "ben", "cyd"));
}

TEST(Deadline, CountsOnePersonForARotation) {
  const auto with = load_text(team("[nights], order: sequence").text()).bundle;
  const auto one = load_text(team("[ben], order: sequence").text()).bundle;
  ASSERT_TRUE(with && one);
  EXPECT_EQ(with->escalation("human")->deadline, one->escalation("human")->deadline);
}

std::string content_with(const std::string& sections, LoadOptions options = test_load_options()) {
  Sample sample;
  sample.sections = sections;
  const auto loaded = load_bundle({{"a.yaml", sample.text()}}, options);
  EXPECT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  return loaded.bundle == nullptr ? "" : loaded.bundle->content;
}

const std::string kClinic =
    "schedules: { clinic: { timezone: Europe/Berlin, open: [ { hours: \"08:00-18:00\" } ] } }\n";

TEST(StoredCalendar, NeedsNoTimeZoneSource) {
  const auto stored = load_stored_bundle(content_with(kClinic));
  ASSERT_TRUE(stored) << stored.error().detail;
  EXPECT_EQ((*stored)->zones.at("Europe/Berlin").transitions.size(), 23U)
      << "eleven years, and their beginning";
  EXPECT_TRUE(is_open(**stored, "clinic", time_of("2026-07-01T06:00:00Z")));
  EXPECT_FALSE(is_open(**stored, "clinic", time_of("2026-12-01T06:30:00Z")));
}

TEST(StoredCalendar, IsTheSameForAWholeYear) {
  const auto at = [](const char* time) {
    return content_with(kClinic, {.zones = &test_zones(), .now = time_of(time)});
  };
  EXPECT_EQ(at("2026-01-01T00:00:00Z"), at("2026-12-31T23:59:59Z"));
  EXPECT_NE(at("2026-12-31T23:59:59Z"), at("2027-01-01T00:00:00Z"));
}

TEST(StoredCalendar, EndsWith2037) {
  const auto content =
      content_with(kClinic, {.zones = &test_zones(), .now = time_of("2032-05-01T00:00:00Z")});
  EXPECT_NE(content.find("2037-10-25T01:00:00.000Z 3600"), std::string::npos) << content;
  EXPECT_EQ(content.find("2038-"), std::string::npos) << content;
}

TEST(StoredCalendar, ChangesTheIdWithAnyOfIt) {
  const auto before = content_with(kClinic);
  auto closed = kClinic;
  closed.replace(closed.find(" } }"), 4, ", closed: [2026-12-25] } }");
  EXPECT_NE(content_with(closed), before);
  EXPECT_EQ(content_with("").find("zones"), std::string::npos);
  EXPECT_EQ(content_with("schedules: {}\nrotations: {}\n"), content_with(""));
}

TEST(StoredCalendar, IsRefusedWhenItsZoneIsDamaged) {
  const auto content = content_with(kClinic);
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"Z 3600", "Z"},
                                                        {"Z 3600", "Z 999999999"},
                                                        {"2025-03-30", "2026-03-30"},
                                                        {"\"zones\"", "\"zone\""},
                                                        {"\"Europe/Berlin\":[", "\"Europe/Rome\":["}}) {
    auto damaged = content;
    damaged.replace(damaged.find(from), from.size(), to);
    const auto stored = load_stored_bundle(damaged);
    ASSERT_FALSE(stored) << to;
    EXPECT_EQ(stored.error().code, "bundle.unreadable");
  }
}

}  // namespace
}  // namespace callwright::tests::calendar
