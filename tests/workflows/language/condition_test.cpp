#include "workflows/language/condition.hpp"

#include "tests/workflows/language/sample.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_condition {
namespace {

struct Case {
  std::string name;
  std::string condition;  ///< as a flow map
  bool holds;
};

class Judging : public ::testing::TestWithParam<Case> {};

TEST_P(Judging, IsAsTheCaseSays) {
  Sample sample;
  sample.sections = R"(schedules:
  clinic: { timezone: UTC, open: [ { hours: "08:00-18:00" } ] }
  night: { timezone: UTC, open: [ { hours: "18:00-08:00" } ] }
)";
  sample.rules = "      - on: tool.help\n        if: " + GetParam().condition +
                 "\n        do: [ { escalate: human } ]\n";
  const auto loaded = load_text(sample.text());
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  const MapScope scope({{"event.digit", "5"},
                        {"event.arguments.reason", "urgent: dizzy"},
                        {"caller.number", "+13125550199"},
                        {"vars.price", "10.50"},
                        {"vars.code", "007"},
                        {"vars.long", "90071992547409931"},
                        {"vars.yes", "yes"}},
                       "clinic");
  EXPECT_EQ(holds(loaded.bundle->workflows.at(0).rules.at(0).condition, scope), GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(
    Condition, Judging,
    ::testing::Values(Case{"EmptyAlwaysHolds", "{}", true}, Case{"DuringOpen", "{ during: clinic }", true},
                      Case{"DuringClosed", "{ during: night }", false},
                      Case{"OutsideOpen", "{ outside: clinic }", false},
                      Case{"OutsideClosed", "{ outside: night }", true},
                      Case{"DuringAndATest", "{ during: clinic, event.digit: 6 }", false},
                      Case{"NeitherOfTwo", "{ not: [ { during: clinic }, { during: night } ] }", false},
                      Case{"AnyOfTwo", "{ any: [ { during: clinic }, { during: night } ] }", true},
                      Case{"ScalarIsEquality", "{ event.digit: 5 }", true},
                      Case{"QuotedScalarIsEqualityToo", "{ event.digit: \"5\" }", true},
                      Case{"NumbersCompareAsNumbers", "{ vars.price: 10.5 }", true},
                      Case{"LeadingZerosAreText", "{ vars.code: 7 }", false},
                      Case{"LongDigitsAreText", "{ vars.long: 90071992547409930 }", false},
                      Case{"PlainYesIsText", "{ vars.yes: yes }", true},
                      Case{"PlainYesIsNotTrue", "{ vars.yes: true }", false},
                      Case{"MissingEqualsNothing", "{ vars.gone: \"\" }", false},
                      Case{"MissingIsNotEqual", "{ vars.gone: { ne: x } }", true},
                      Case{"NotEqual", "{ event.digit: { ne: 5 } }", false},
                      Case{"In", "{ event.digit: { in: [4, 5] } }", true},
                      Case{"NotIn", "{ event.digit: { in: [4, 6] } }", false},
                      Case{"Less", "{ vars.price: { lt: 11 } }", true},
                      Case{"NumbersNotText", "{ vars.price: { lt: 9 } }", false},
                      Case{"LessOrEqual", "{ event.digit: { lte: 5 } }", true},
                      Case{"Greater", "{ event.digit: { gt: 5 } }", false},
                      Case{"GreaterOrEqual", "{ event.digit: { gte: 5 } }", true},
                      Case{"Range", "{ event.digit: { gt: 4, lt: 5 } }", false},
                      Case{"MissingIsNotLess", "{ vars.gone: { lt: 5 } }", false},
                      Case{"Contains", "{ event.arguments.reason: { contains: dizz } }", true},
                      Case{"StartsWith", "{ caller.number: { starts_with: \"+1312\" } }", true},
                      Case{"StartsWithAnother", "{ caller.number: { starts_with: \"+44\" } }", false},
                      Case{"MatchesAnywhere", "{ event.arguments.reason: { matches: \"d[ia]z+y\" } }", true},
                      Case{"MatchesAnchored", "{ event.arguments.reason: { matches: \"^dizzy\" } }", false},
                      Case{"Exists", "{ event.digit: { exists: true } }", true},
                      Case{"ExistsNot", "{ vars.gone: { exists: false } }", true},
                      Case{"AllMustHold", "{ event.digit: 5, vars.yes: no }", false},
                      Case{"AnyOne", "{ any: [ { event.digit: 4 }, { vars.yes: yes } ] }", true},
                      Case{"AnyNone", "{ any: [ { event.digit: 4 }, { vars.yes: no } ] }", false},
                      Case{"AnyBesideATest", "{ event.digit: 4, any: [ { vars.yes: yes } ] }", false},
                      Case{"Not", "{ not: { event.digit: 4 } }", true},
                      Case{"NotTrue", "{ not: { event.digit: 5 } }", false},
                      Case{"NotIsOfTheWholeMap", "{ not: { event.digit: 5, vars.yes: no } }", true},
                      Case{"NotAListOfMaps", "{ not: [ { event.digit: 4 }, { vars.yes: yes } ] }", false},
                      Case{"NestedNot", "{ not: { not: { event.digit: 5 } } }", true}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace callwright::tests::language_condition
