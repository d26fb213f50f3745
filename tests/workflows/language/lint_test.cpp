#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_lint {
namespace {

constexpr const char* kClinic =
    "schedules: { clinic: { timezone: America/Chicago, open: [ { days: mon-fri, hours: \"08:00-18:00\" } ] } "
    "}\n";

Sample condition(const std::string& text) {
  return {.rules = "      - { on: tool.x, if: " + text + ", do: [ { escalate: human } ] }\n"};
}

Sample steps(const std::string& text, const std::string& sections = {}) {
  return {.steps = "    steps: [ " + text + " ]\n", .sections = sections};
}

/// In two schedules, with a step that is always open, so that only the condition counts.
Sample timed(const std::string& text) {
  auto sample = condition(text);
  sample.sections =
      "schedules: { clinic: { timezone: UTC, open: [ { days: mon-fri, hours: \"08:00-18:00\" } ] }, "
      "sat: { timezone: UTC, open: [ { days: sat, hours: \"08:00-18:00\" } ] }, "
      "no: { timezone: UTC, open: [] } }\n";
  sample.rules +=
      "      - { on: tool.y, if: { any: [ { during: clinic }, { during: sat }, { during: no } ] }, do: [] "
      "}\n";
  return sample;
}

class Lint : public ::testing::TestWithParam<LoadCase> {};

TEST_P(Lint, SaysWhatIsOdd) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_NE(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Unused, Lint,
    ::testing::Values(
        LoadCase{"Person",
                 {.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n"},
                 "4:3-6 warning: no step rings `ben`, and nothing else names this person [never_used]\n"},
        LoadCase{"PersonOfAGroup",
                 {.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n",
                  .sections = "groups: { desk: { members: [ben] } }\n"},
                 "15:11-15 warning: no step rings the group `desk` [never_used]\n"},
        LoadCase{"PersonWhoGetsMessages",
                 {.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n",
                  .rules = "      - { on: tool.x, do: [ sms: { to: ben, text: x } ] }\n"},
                 ""},
        LoadCase{"PersonWhoIsTransferredTo",
                 {.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n",
                  .rules = "      - { on: tool.x, do: [ transfer: { person: ben } ] }\n"},
                 ""},
        LoadCase{"PersonWhoMayStandIn",
                 {.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n",
                  .steps = "    steps: [ { ring: [nights] } ]\n",
                  .sections = "rotations: { nights: { members: [dana], timezone: UTC } }\n"},
                 ""},
        LoadCase{"Rotation",
                 {.sections = "rotations: { nights: { members: [dana], timezone: UTC } }\n"},
                 "14:14-20 warning: no step rings the rotation `nights` [never_used]\n"},
        LoadCase{"RotationWhoseNextIsRung",
                 {.steps = "    steps: [ { ring: [nights.next] } ]\n",
                  .sections = "rotations: { nights: { members: [dana], timezone: UTC } }\n"},
                 ""},
        LoadCase{"Schedule",
                 {.sections = kClinic},
                 "14:14-20 warning: nothing is `during` or `outside` of `clinic` [never_used]\n"},
        LoadCase{"ScheduleInANestedCondition",
                 {.rules = "      - { on: tool.x, if: { any: [ { not: { during: clinic } }, { caller.number: "
                           "x } ] }, do: [] }\n",
                  .sections = kClinic},
                 ""},
        LoadCase{"Escalation",
                 {.sections = "  other: { steps: [ { ring: dana } ] }\n"},
                 "14:3-8 warning: no action escalates to `other`, so only a request to the API can start it "
                 "[never_used]\n"},
        LoadCase{"EscalationThatOnlyCallsItself",
                 {.sections = "  other: { steps: [ { ring: dana } ], otherwise: [ { escalate: other } ] }\n"},
                 "14:3-8 warning: no action escalates to `other`, so only a request to the API can start it "
                 "[never_used]\n"},
        LoadCase{"EscalationFromAnother",
                 {.escalation = "    otherwise: [ { escalate: other } ]\n",
                  .sections = "  other: { steps: [ { ring: dana } ] }\n"},
                 ""}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    IdleRules, Lint,
    ::testing::Values(
        LoadCase{"TwoValues", condition("{ event.digit: { eq: 5, in: [6, 7] } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"OneOfTwoFits", condition("{ event.digit: { eq: 6, in: [6, 7] } }"), ""},
        LoadCase{"EqualAndNotEqual", condition("{ event.digit: { eq: 5, ne: 5 } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"NumberOutsideOfItsBounds", condition("{ event.digit: { eq: 5, gt: 6 } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"EmptyRange", condition("{ event.digit: { gt: 5, lt: 5 } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"RangeUpsideDown", condition("{ event.digit: { gte: 6, lte: 5 } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"RangeOfOneNumber", condition("{ event.digit: { gte: 5, lte: 5 } }"), ""},
        LoadCase{"RangeOfNone", condition("{ event.digit: { gte: 5, lt: 5 } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"MissingAndEqual",
                 condition("{ vars.x: { exists: false, eq: 1 } }, do: [] }\n      - { on: tool.z, do: [ set: "
                           "{ x: 1 } ] }\n      - { on: tool.zz"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"MissingAndNotEqual", condition("{ event.arguments.x: { exists: false, ne: 1 } }"), ""},
        LoadCase{"ValueWithoutItsBeginning", condition("{ event.arguments.x: { eq: abc, starts_with: b } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"NumberThatMayBeWrittenOtherwise",
                 condition("{ event.arguments.x: { eq: 5, contains: \".\" } }"), ""},
        LoadCase{"DeniedBesideIt", condition("{ event.digit: 5, not: { event.digit: { in: [4, 5] } } }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"DeniedTogetherOnly",
                 condition("{ event.digit: 5, not: { event.digit: 5, caller.number: x } }"), ""},
        LoadCase{"NoAlternativeIsLeft",
                 condition("{ event.digit: 5, any: [ { event.digit: 6 }, { event.digit: { gt: 7 } } ] }"),
                 "9:27-28 warning: these conditions exclude each other, so this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"OneAlternativeIsLeft",
                 condition("{ event.digit: 5, any: [ { event.digit: 6 }, { event.digit: { gt: 4 } } ] }"),
                 ""},
        LoadCase{"UnknownState", condition("{ call.state: joind }"),
                 "9:41-46 warning: `call.state` is never `joind`; did you mean `joined`? [never_happens]\n"},
        LoadCase{"UnknownStateInAList", condition("{ run.state: { in: [joined, done] } }"),
                 "9:55-59 warning: `run.state` is never `done`; there are ringing, joining, joined, left, "
                 "exhausted, cancelled and caller_gone [never_happens]\n"},
        LoadCase{"UnknownDirection", condition("{ call.direction: inbound }"),
                 "9:45-52 warning: `call.direction` is never `inbound`; there are incoming and outgoing "
                 "[never_happens]\n"},
        LoadCase{
            "UnknownEscalation", condition("{ run.escalation: humn }"),
            "9:45-49 warning: `run.escalation` is never `humn`; did you mean `human`? [never_happens]\n"},
        LoadCase{
            "KnownWords",
            condition(
                "{ call.state: { in: [joined, escalating] }, run.state: ringing, run.escalation: human }"),
            ""},
        LoadCase{"LegOfSomebodyWhomNobodyRings",
                 {.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n",
                  .rules = "      - { on: call.hangup, leg: ben, do: [] }\n"},
                 "10:33-36 warning: no step rings `ben`, so this person has no leg and this rule never runs "
                 "[never_happens]\n"},
        LoadCase{"DuringTheSameAsOutside", timed("{ during: clinic, outside: clinic }"),
                 "9:27-28 warning: the schedules of these conditions leave no time in the next 90 days, so "
                 "this rule never runs [never_happens]\n"},
        LoadCase{"DuringTwoThatNeverMeet", timed("{ during: clinic, any: [ { during: sat } ] }"),
                 "9:27-28 warning: the schedules of these conditions leave no time in the next 90 days, so "
                 "this rule never runs [never_happens]\n"},
        LoadCase{"DuringOneThatIsNeverOpen", timed("{ during: no }"),
                 "9:27-28 warning: the schedules of these conditions leave no time in the next 90 days, so "
                 "this rule never runs [never_happens]\n"},
        LoadCase{"OutsideOfBoth", timed("{ not: [ { during: clinic }, { during: sat } ] }"), ""},
        LoadCase{"DeniedWithValues", timed("{ during: clinic, not: { during: clinic, event.digit: 5 } }"),
                 ""},
        LoadCase{"DeniedWithoutValues", timed("{ during: clinic, not: { during: clinic } }"),
                 "9:27-28 warning: the schedules of these conditions leave no time in the next 90 days, so "
                 "this rule never runs [never_happens]\n"}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    EmptyHours, Lint,
    ::testing::Values(
        LoadCase{"NobodyAtNight", steps("{ ring: dana, during: clinic }", kClinic),
                 "13:12-13 warning: no step of `human` is open from fri 2026-11-20 18:00 to mon 2026-11-23 "
                 "08:00 (America/Chicago): a caller gets `otherwise` at once; add a step for these hours, or "
                 "escalate `during` others [nobody_rung]\n"},
        LoadCase{"SomebodyAtNight",
                 steps("{ ring: dana, during: clinic }, { ring: dana, outside: clinic }", kClinic), ""},
        LoadCase{"SomebodyAlways", steps("{ ring: dana, during: clinic }, { ring: dana }", kClinic), ""},
        LoadCase{"RuleOnlyWhileItIsOpen",
                 {.assistant = "    assistant: { id: a }\n",
                  .rules = "      - { on: tool.x, if: { during: clinic }, do: [ { escalate: human } ] }\n",
                  .steps = "    steps: [ { ring: dana, during: clinic } ]\n",
                  .sections = kClinic},
                 ""},
        LoadCase{"RuleUnlessSomethingElseHolds",
                 {.assistant = "    assistant: { id: a }\n",
                  .rules = "      - { on: tool.x, if: { any: [ { during: clinic }, { event.arguments.now: 1 "
                           "} ] }, do: [ { escalate: human } ] }\n",
                  .steps = "    steps: [ { ring: dana, during: clinic } ]\n",
                  .sections = kClinic},
                 "12:12-13 warning: no step of `human` is open from fri 2026-11-20 18:00 to mon 2026-11-23 "
                 "08:00 (America/Chicago): a caller gets `otherwise` at once; add a step for these hours, or "
                 "escalate `during` others [nobody_rung]\n"},
        LoadCase{
            "ThroughAnother",
            {.escalation = "    otherwise: [ { escalate: late } ]\n",
             .sections = "  late: { steps: [ { ring: dana, outside: clinic } ] }\n" + std::string(kClinic)},
            "15:18-19 warning: no step of `late` is open from fri 2026-11-20 08:00 to fri 2026-11-20 18:00 "
            "(America/Chicago): a caller gets `otherwise` at once; add a step for these hours, or escalate "
            "`during` others [nobody_rung]\n"},
        LoadCase{
            "ClosedDate",
            steps(
                "{ ring: dana, during: days }, { ring: dana, outside: open }",
                "schedules: { days: { timezone: Europe/Berlin, open: [ { hours: \"08:00-18:00\" } ], closed: "
                "[2026-12-25] }, open: { timezone: Europe/Berlin, open: [ { hours: \"08:00-18:00\" } ] } "
                "}\n"),
            "13:12-13 warning: no step of `human` is open from fri 2026-12-25 08:00 to fri 2026-12-25 18:00 "
            "(Europe/Berlin): a caller gets `otherwise` at once; add a step for these hours, or escalate "
            "`during` others [nobody_rung]\n"},
        LoadCase{"StepThatIsNeverOpen",
                 steps("{ ring: dana }, { ring: dana, during: clinic, outside: clinic }", kClinic),
                 "13:52-58 warning: the schedules of this step leave it no time in the next 90 days, so it "
                 "rings nobody [never_happens]\n"},
        LoadCase{"StepThatIsNeverOutside",
                 steps("{ ring: dana }, { ring: dana, outside: all }",
                       "schedules: { all: { timezone: UTC, open: [ { hours: \"00:00-24:00\" } ] } }\n"),
                 "13:53-56 warning: the schedules of this step leave it no time in the next 90 days, so it "
                 "rings nobody [never_happens]\n"}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    LongRings, Lint,
    ::testing::Values(
        LoadCase{"LongerThanAVoicemailTakes", steps("{ ring: dana, for: 26s }"),
                 "13:33-36 warning: most voicemails answer within 25s, so a phone that rings for 26s is "
                 "mostly answered by one [voicemail]\n"},
        LoadCase{"AsLong", steps("{ ring: dana, for: 25s }"), ""},
        LoadCase{"WithoutMachineDetection",
                 {.steps = "    steps: [ { ring: dana, for: 40s } ]\n",
                  .escalation = "    machine_detection: none\n"},
                 "13:33-36 warning: most voicemails answer within 25s, so a phone that rings for 40s is "
                 "mostly answered by one, and without machine detection it hears the prompt [voicemail]\n"},
        LoadCase{"OnSipAlone",
                 {.people = "  dana: { sip: \"sip:dana@example.com\" }\n",
                  .steps = "    steps: [ { ring: dana, for: 60s } ]\n"},
                 ""}),
    kCaseName);

TEST(Lints, AreNotAskedOfStoredBundles) {
  const auto loaded = load_text(steps("{ ring: dana, for: 60s, during: clinic }", kClinic).text());
  ASSERT_NE(loaded.bundle, nullptr);
  ASSERT_FALSE(loaded.findings.empty());
  EXPECT_TRUE(load_stored_bundle(loaded.bundle->content));
}

TEST(Lints, SayNothingOfNamesWhileThereAreErrors) {
  Sample sample;
  sample.steps = "    steps: [ { ring: [dna] } ]\n";
  EXPECT_EQ(findings_of(load_text(sample.text())),
            "13:23-26 error: there is no person, group or rotation `dna`; did you mean `dana`? "
            "[unresolved_name]\n");
}

}  // namespace
}  // namespace callwright::tests::language_lint
