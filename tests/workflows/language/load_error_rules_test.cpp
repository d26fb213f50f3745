#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_error_rules {
namespace {

Sample rule(const std::string& keys) { return {.rules = "      - { on: tool.x, " + keys + " }\n"}; }

Sample on(const std::string& event) { return {.rules = "      - { on: " + event + ", do: [] }\n"}; }

class RuleError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(RuleError, SaysWhatIsWrongAndWhere) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Rules, RuleError,
    ::testing::Values(
        LoadCase{"UnknownEvent", Sample{.rules = "      - { on: call.dtmf.recieved, do: [] }\n"},
                 "9:15-33 error: `call.dtmf.recieved` is no event of Telnyx or callwright; did you mean "
                 "`call.dtmf.received`? [unknown_event]\n"},
        LoadCase{"ToolWithoutName", Sample{.rules = "      - { on: tool., do: [] }\n"},
                 "9:15-20 error: `tool.` is no event of Telnyx or callwright; write one such as "
                 "`call.dtmf.received`, `tool.NAME` or `timer.NAME` [unknown_event]\n"},
        LoadCase{"NoEvent", Sample{.rules = "      - { do: [] }\n"},
                 "9:9-10 error: a rule needs the key `on` [missing_key]\n"},
        LoadCase{"NoActions", Sample{.rules = "      - { on: tool.x }\n"},
                 "9:9-10 error: a rule needs the key `do` [missing_key]\n"},
        LoadCase{
            "SameId",
            Sample{.rules = "      - { on: tool.x, id: a, do: [] }\n      - { on: tool.y, id: a, do: [] }\n"},
            "10:23-25 error: another rule has the id `a` already [duplicate_name]\n"},
        LoadCase{"UnknownLeg", Sample{.rules = "      - { on: call.hangup, leg: dna, do: [] }\n"},
                 "9:33-36 error: there is no leg or person `dna`; did you mean `dana`? [unresolved_name]\n"},
        LoadCase{"SwappedLettersInAnEvent", on("call.anserwed"),
                 "9:15-28 error: `call.anserwed` is no event of Telnyx or callwright; did you mean "
                 "`call.answered`? [unknown_event]\n"},
        LoadCase{"EventInCapitals", on("Call.Hangup"),
                 "9:15-26 error: `Call.Hangup` is no event of Telnyx or callwright; did you mean "
                 "`call.hangup`? [unknown_event]\n"},
        LoadCase{"EventWithADash", on("call-hangup"),
                 "9:15-26 error: `call-hangup` is no event of Telnyx or callwright; did you mean "
                 "`call.hangup`? [unknown_event]\n"},
        LoadCase{"AWordOfAnEvent", on("dtmf"),
                 "9:15-19 error: `dtmf` is no event of Telnyx or callwright; did you mean "
                 "`call.dtmf.received`? [unknown_event]\n"},
        LoadCase{"EventsOfTools", on("Tools.escalate"),
                 "9:15-29 error: `Tools.escalate` is no event of Telnyx or callwright; did you mean "
                 "`tool.escalate`? [unknown_event]\n"},
        LoadCase{"OwnEventThatIsNone", on("escalation.accepted"),
                 "9:15-34 error: `escalation.accepted` is no event of Telnyx or callwright; there are "
                 "escalation.started, escalation.joined, escalation.exhausted and escalation.cancelled "
                 "[unknown_event]\n"},
        LoadCase{"AssistantEventThatIsNone", on("assistant.stopped"),
                 "9:15-32 error: `assistant.stopped` is no event of Telnyx or callwright; there are "
                 "assistant.failed, assistant.ended and assistant.initialization [unknown_event]\n"},
        LoadCase{"WinnerBeforeThereIsOne",
                 Sample{.rules = "      - { on: escalation.started, do: [ log: \"${winner.name}\" ] }\n"},
                 "9:49-60 error: `winner.name` has no value in a rule without a winner; there are call, "
                 "caller, event, conversation, run, vars and insights [root_not_possible]\n"},
        LoadCase{"MisspeltKey", rule("fi: {}, do: []"),
                 "9:23-25 error: `fi` is not a key of a rule; did you mean `if`? [unknown_key]\n"},
        LoadCase{"KeyOfAnAction", rule("no_wait: true, do: []"),
                 "9:23-30 error: `no_wait` is not a key of a rule; it belongs to an action [unknown_key]\n"}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    Conditions, RuleError,
    ::testing::Values(
        LoadCase{"UnknownComparison", rule("if: { event.digit: { equals: 1 } }, do: []"),
                 "9:44-50 error: `equals` is not a key of a comparison; there are eq, ne, in, lt, lte, gt, "
                 "gte, contains, starts_with, matches and exists [unknown_key]\n"},
        LoadCase{"BadPattern", rule("if: { event.digit: { matches: \"(\" } }, do: []"),
                 "9:54-55 error: `matches` wants an RE2 pattern: missing ): ( [bad_pattern]\n"},
        LoadCase{"PatternTooLarge",
                 rule("if: { event.digit: { matches: \"((a{1,100}){1,100}){1,100}\" } }, do: []"),
                 "9:57-64 error: `matches` wants an RE2 pattern: invalid repetition size: {1,100} "
                 "[bad_pattern]\n"},
        LoadCase{"ListWithoutIn", rule("if: { event.digit: [1, 2] }, do: []"),
                 "9:42-43 error: `event.digit` wants a value, or a comparison such as `{in: [a, b]}`, this "
                 "is a list [wrong_type]\n"},
        LoadCase{"InWithoutList", rule("if: { event.digit: { in: 1 } }, do: []"),
                 "9:48-49 error: `in` wants a list of values, this is the text `1` [wrong_type]\n"},
        LoadCase{"ExistsIsAFlag", rule("if: { event.digit: { exists: yes } }, do: []"),
                 "9:52-55 error: `exists` wants `true` or `false`, this is the text `yes` [wrong_type]\n"},
        LoadCase{"DuringAnUnknownSchedule", rule("if: { during: clinic }, do: []"),
                 "9:37-43 error: there is no schedule `clinic`; define it or use one that exists "
                 "[unresolved_name]\n"},
        LoadCase{"DuringAList", rule("if: { during: [clinic] }, do: []"),
                 "9:37-38 error: `during` wants a text, this is a list [wrong_type]\n"},
        LoadCase{"TemplateInACondition", rule("if: { event.digit: \"${vars.x}\" }, do: []"),
                 "9:42-53 error: `if` compares with literal values, not templates [template_not_allowed]\n"},
        LoadCase{"IfThatIsAList", rule("if: [], do: []"),
                 "9:27-28 error: `if` wants a map of paths and values, this is a list [wrong_type]\n"},
        LoadCase{"UnknownRoot", rule("if: { evnt.digit: 1 }, do: []"),
                 "9:29-39 error: no value is called `evnt`; did you mean `event`? [unknown_root]\n"},
        LoadCase{"UnknownPath", rule("if: { caller.nubmer: x }, do: []"),
                 "9:29-42 error: there is no value `caller.nubmer`; did you mean `caller.number`? "
                 "[unknown_path]\n"},
        LoadCase{"PathThatIsARootOnly", rule("if: { vars: { exists: true } }, do: []"),
                 "9:29-33 error: `vars` names no value; write `vars.NAME` [unknown_path]\n"},
        LoadCase{"MisspeltComparison", rule("if: { event.digit: { contain: 1 } }, do: []"),
                 "9:44-51 error: `contain` is not a key of a comparison; did you mean `contains`? "
                 "[unknown_key]\n"},
        LoadCase{"ComparisonWithADash", rule("if: { event.digit: { starts-with: 1 } }, do: []"),
                 "9:44-55 error: `starts-with` is not a key of a comparison; did you mean `starts_with`? "
                 "[unknown_key]\n"},
        LoadCase{"InNothing", rule("if: { event.digit: { in: [] } }, do: []"),
                 "9:48-49 error: `in` lists nothing, so this never holds [empty_list]\n"},
        LoadCase{"AnyOfNothing", rule("if: { any: [] }, do: []"),
                 "9:34-35 error: `any` lists no condition [empty_list]\n"},
        LoadCase{"NotAValue", rule("if: { not: event.digit }, do: []"),
                 "9:34-45 error: `not` wants a map of conditions, or a list of such maps, this is the text "
                 "`event.digit` [wrong_type]\n"},
        LoadCase{"PersonWhereThereIsNone", rule("if: { person.name: Dana }, do: []"),
                 "9:29-40 error: `person.name` has no value in a rule; there are call, caller, event, "
                 "conversation, run, winner, vars and insights [root_not_possible]\n"},
        LoadCase{"UnknownRangeInAPattern", rule("if: { event.digit: { matches: \"[z-a]\" } }, do: []"),
                 "9:55-58 error: `matches` wants an RE2 pattern: invalid character class range: z-a "
                 "[bad_pattern]\n"},
        LoadCase{
            "LookaheadInAPattern", rule("if: { event.digit: { matches: \"a(?=b)\" } }, do: []"),
            "9:55-58 error: `matches` wants an RE2 pattern: invalid perl operator: (?= [bad_pattern]\n"}),
    kCaseName);

}  // namespace
}  // namespace callwright::tests::language_error_rules
