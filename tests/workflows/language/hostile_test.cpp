#include "tests/workflows/language/sample.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_hostile {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string alias_bomb() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const auto before = "*a" + std::to_string(i - 1) + ", ";
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(before, 9) + "x]\n";
  }
  return text;
}

/// `k0: 1, k1: 1, …`.
std::string keys(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "k" + std::to_string(i) + ": 1, ";
  return text;
}

/// Each in a zone that there is not.
std::string schedules(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "s" + std::to_string(i) + ": { timezone: Zone" + std::to_string(i) + ", open: [] }, ";
  return text;
}

struct Case {
  std::string name;
  std::string text;
  std::string code;
};

class Hostile : public ::testing::TestWithParam<Case> {};

TEST_P(Hostile, IsRefusedWithoutExhaustion) {
  const auto loaded = load_text(GetParam().text);
  EXPECT_EQ(loaded.bundle, nullptr);
  ASSERT_FALSE(loaded.findings.empty());
  EXPECT_LE(loaded.findings.size(), 1000U);
  EXPECT_EQ(loaded.findings.front().code, GetParam().code) << messages_of(loaded).substr(0, 400);
}

INSTANTIATE_TEST_SUITE_P(
    Load, Hostile,
    ::testing::Values(
        Case{"AliasBomb", alias_bomb(), "too_large"},
        Case{"AliasesOfALargeText",
             "a: &a " + std::string(100'000, 'x') + "\nb: [" + repeated("*a, ", 5000) + "]", "too_large"},
        Case{"AliasesThatNest",
             "a: &a " + repeated("[", 12) + "x" + repeated("]", 12) + "\nb: " + repeated("[", 12) + "*a" +
                 repeated("]", 12),
             "too_large"},
        Case{"AliasInItself", "a: &a [*a]", "yaml"},
        Case{"TenThousandNestedLists", repeated("[", 10'000), "too_large"},
        Case{"TenThousandNestedMaps", repeated("{a: ", 10'000), "too_large"},
        Case{"TenThousandNestedBlocks", repeated("- ", 10'000), "too_large"},
        Case{"ScalarOfTwoMegabytes", "language: 1\npeople: " + std::string(2'000'000, 'x'), "too_large"},
        Case{"TooManyValues", "people: [" + repeated("a, ", 30'000) + "]", "too_large"},
        Case{"Binary",
             std::string("\x7f"
                         "ELF\x02\x01\x00\x00\xff\xfe",
                         10),
             "not_text"},
        Case{"BrokenUtf8", "language: 1\npeople: \xc3\x28", "not_text"},
        Case{"OverlongUtf8", "a: \xc0\xaf", "not_text"},
        Case{"SurrogateInUtf8", "a: \xed\xa0\x80", "not_text"},
        Case{"EscapedControlCharacter", "a: \"x\\0y\"", "not_text"},
        Case{"DuplicateKeys", "language: 1\nlanguage: 1", "duplicate_key"},
        Case{"ManyDuplicateKeys", "language: 1\npeople: {" + repeated("a: 1, ", 9'000) + "}",
             "duplicate_key"},
        Case{"TwoDocuments", "language: 1\n---\nlanguage: 1", "yaml"},
        Case{"Tags", "language: !!int 1", "yaml"},
        Case{"NestedHours", "language: 1\nschedules: { s: { timezone: UTC, open: " + repeated("[", 10'000),
             "too_large"},
        Case{"HoursThatRepeat",
             "language: 1\na: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a]\n"
             "schedules: { s: { timezone: UTC, open: [" +
                 repeated("*b, ", 9'000) + "] } }",
             "too_large"},
        Case{"KeysOfARotation", "language: 1\nrotations: { r: {" + keys(9'000) + "} }", "unknown_key"},
        Case{"MembersOfARotation",
             "language: 1\nrotations: { r: { timezone: UTC, members: [" + repeated("x, ", 9'000) + "] } }",
             "unresolved_name"},
        Case{"TimeZones", "language: 1\nschedules: {" + schedules(2'000) + "}", "unresolved_name"},
        Case{"NameOfNineHundredBytes",
             "language: 1\nrotations: { " + std::string(900, 'r') + ": { timezone: UTC, members: [] } }",
             "bad_name"},
        Case{"HoursOfHundredKilobytes",
             "language: 1\nschedules: { s: { timezone: UTC, open: [ { hours: \"" + std::string(100'000, '0') +
                 "\" } ] } }",
             "not_accepted"},
        Case{"DaysOfHundredKilobytes",
             "language: 1\nschedules: { s: { timezone: UTC, open: [ { days: \"" + repeated("mon,", 25'000) +
                 "x\", hours: \"08:00-09:00\" } ] } }",
             "not_accepted"},
        Case{"KeysThatAreLists", "language: 1\n[a]: b", "wrong_type"}, Case{"Unclosed", "a: [b", "yaml"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Hostile, PositionOfTheBadByteIsTold) {
  const auto loaded = load_text("language: 1\npeople:\n  x: \x01");
  EXPECT_EQ(places_of(loaded), "3:6 not_text\n");
}

TEST(Hostile, BoundsCountAcrossFiles) {
  std::vector<SourceFile> files = {{"0.yaml", "language: 1"}};
  for (int i = 1; i <= 5; ++i)
    files.push_back({std::to_string(i) + ".yaml", "tests: [" + repeated("a, ", 5000) + "]"});
  const auto loaded = load_bundle(files);
  ASSERT_EQ(loaded.bundle, nullptr);
  EXPECT_NE(places_of(loaded).find("too_large"), std::string::npos) << messages_of(loaded);
}

/// Nobody waits for warnings: a calendar that is too large to be looked at is loaded without them.
TEST(Hostile, HoursOfManySchedulesAreNotWarnedOf) {
  Sample sample;
  sample.steps = "    steps: [ { ring: [dana], during: s0 } ]\n";
  sample.sections = "schedules:\n";
  for (int i = 0; i < 300; ++i)
    sample.sections +=
        "  s" + std::to_string(i) + ": { timezone: UTC, open: [ { hours: \"08:00-09:00\" } ] }\n";
  const auto loaded = load_text(sample.text());
  ASSERT_NE(loaded.bundle, nullptr);
  EXPECT_EQ(messages_of(loaded).find("nobody_rung"), std::string::npos);
}

TEST(Hostile, AliasesWithinTheBoundsAreWhatTheyName) {
  Sample sample;
  sample.steps = "    steps: [ &step { ring: [dana], for: 5s }, *step ]\n";
  const auto loaded = load_text(sample.text());
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  EXPECT_EQ(loaded.bundle->escalation("human")->steps.at(1).ring_time, Duration{5000});
}

}  // namespace
}  // namespace callwright::tests::language_hostile
