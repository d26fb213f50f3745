#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_warning {
namespace {

Sample rule(const std::string& keys) { return {.rules = "      - { on: tool.x, " + keys + " }\n"}; }

Sample on(const std::string& event) { return {.rules = "      - { on: " + event + ", do: [] }\n"}; }

Sample does(const std::string& action, const std::string& event = "tool.x") {
  return {.rules = "      - on: " + event + "\n        do:\n          - " + action + "\n"};
}

Sample sections(const std::string& text) { return {.sections = text}; }

Sample step(const std::string& text) { return {.steps = "    steps: [ " + text + " ]\n"}; }

Sample assistant(const std::string& text) { return {.assistant = "    assistant: " + text + "\n"}; }

class LoadWarning : public ::testing::TestWithParam<LoadCase> {};

TEST_P(LoadWarning, IsGivenAndTheBundleLoads) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_NE(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Warnings, LoadWarning,
    ::testing::Values(
        LoadCase{"NoneForTheSample", Sample{}, ""},
        LoadCase{"KeysOfTheCallerWhileAnAssistantRuns", does("log: x", "call.dtmf.received"),
                 "9:13-31 warning: Telnyx does not state whether the caller's keys are reported while an "
                 "assistant runs; offer a tool as well [dtmf_while_assistant]\n"},
        LoadCase{"KeysOfTheCallerWithoutAnAssistant",
                 Sample{.assistant = "    start: [ answer, { escalate: human } ]\n",
                        .rules = "      - { on: call.dtmf.received, do: [ { log: x } ] }\n"},
                 ""},
        LoadCase{"KeysOfAPersonAreReported",
                 Sample{.rules = "      - { on: call.dtmf.received, leg: winner, do: [ { log: x } ] }\n"},
                 ""},
        LoadCase{"GoodbyeAfterTell", rule("do: [ { tell_assistant: a }, { log: b }, goodbye ]"),
                 "9:64-71 warning: this ends the assistant, and nothing tells when it has said what "
                 "`tell_assistant` asked for [tell_then_end]\n"},
        LoadCase{"StopAfterTell", rule("do: [ { tell_assistant: a }, ai_assistant_stop ]"),
                 "9:52-69 warning: this ends the assistant, and nothing tells when it has said what "
                 "`tell_assistant` asked for [tell_then_end]\n"},
        LoadCase{"TransferAfterTell",
                 rule("do: [ { tell_assistant: a }, { no_wait: true, transfer: { person: dana } } ]"),
                 "9:69-77 warning: this ends the assistant, and nothing tells when it has said what "
                 "`tell_assistant` asked for [tell_then_end]\n"},
        LoadCase{"HangupOfAnotherLegAfterTell",
                 rule("do: [ { tell_assistant: a }, { hangup: {}, leg: winner } ]"), ""},
        LoadCase{"GoodbyeBeforeTell", rule("do: [ goodbye, { tell_assistant: a } ]"), ""},
        LoadCase{"ToolsReplaceStoredOnes", assistant("{ id: a, tools: [] }"),
                 "7:25-30 warning: `tools` here replaces the tools stored with the assistant for calls of "
                 "this workflow [replaces_tools]\n"},
        LoadCase{"NobodyScreens", Sample{.escalation = "    accept: none\n    machine_detection: none\n"},
                 "14:5-11 warning: `accept: none` without machine detection joins whatever answers, a "
                 "voicemail too [unscreened]\n"},
        LoadCase{"NobodyScreensSip",
                 Sample{.people = "  dana: { sip: \"sip:dana@example.com\" }\n",
                        .escalation = "    accept: none\n"},
                 "14:5-11 warning: `accept: none` joins whatever answers for `dana`, a voicemail too: there "
                 "is no machine detection on SIP addresses [unscreened]\n"},
        LoadCase{"MachineDetectionScreens", Sample{.escalation = "    accept: none\n"}, ""},
        LoadCase{"PromptOnAVerdictThatNeverComes",
                 Sample{.escalation = "    machine_detection: none\n    accept: { prompt_on: verdict }\n"},
                 "15:26-33 warning: with `machine_detection: none` no verdict comes, so the prompt is spoken "
                 "at the answer [ignored_key]\n"},
        LoadCase{"BriefingTooLong",
                 Sample{.escalation = "    accept: { briefing: \"${run.reason}" + std::string(601, 0x78) +
                                      "\" }\n"},
                 "14:25-641 warning: a briefing is cut to 600 characters, this has 601 and its values "
                 "[too_long]\n"},
        LoadCase{"ValueThatNobodySets", does("log: \"${vars.ticket}\""),
                 "11:21-32 warning: `vars.ticket`: no `set` here gives it a value, so it is always empty "
                 "[never_given]\n"},
        LoadCase{"ValueThatIsNearlySet", rule("if: { vars.tikcet: 5 }, do: [ set: { ticket: 5 } ]"),
                 "9:29-40 warning: `vars.tikcet`: no `set` here gives it a value, so it is always empty; did "
                 "you mean `vars.ticket`? [never_given]\n"},
        LoadCase{"ValueThatIsSet", rule("do: [ set: { ticket: 5 }, log: \"${vars.ticket}\" ]"), ""},
        LoadCase{"WithThatNobodyGives",
                 rule("do: [ escalate: { to: human, with: { urgent: x } }, log: \"${run.with.urgnet} "
                      "${run.with.urgent}\" ]"),
                 "9:83-98 warning: `run.with.urgnet`: no `escalate` here gives it in `with`, so it is empty "
                 "unless the API does; did you mean `run.with.urgent`? [never_given]\n"},
        LoadCase{"TimerThatNobodySets", on("timer.later"),
                 "9:15-26 warning: no action sets the timer `later`, so this rule never runs; set one with "
                 "`timer: {name: later, after: 10s}` [never_happens]\n"},
        LoadCase{"TimerThatIsNearlySet", does("timer: { name: later, after: 5s }", "timer.latr"),
                 "9:13-23 warning: no action sets the timer `latr`, so this rule never runs; did you mean "
                 "`timer.later`? [never_happens]\n"},
        LoadCase{"EventThatTelnyxMayHave", on("call.weather.changed"),
                 "9:15-35 warning: `call.weather.changed` is no event of Telnyx that this version knows; the "
                 "rule runs if one comes [unknown_event]\n"},
        LoadCase{"EventOfTheCallOnALeg", rule("leg: winner, do: []"),
                 "9:28-34 warning: `tool.x` is an event of the call and of no leg, so this rule never runs; "
                 "remove `leg` [never_happens]\n"},
        LoadCase{
            "TextsCompared", rule("if: { event.digit: { gte: five } }, do: []"),
            "9:49-53 warning: `five` is no number, so `gte` compares letter by letter [text_comparison]\n"},
        LoadCase{"NumbersCompared", rule("if: { event.digit: { gte: \"5\", lt: 7.5 } }, do: []"), ""},
        LoadCase{"EveryWithoutStagger", step("{ ring: dana, every: 5s }"),
                 "13:28-33 warning: `every` counts with `order: stagger` only [ignored_key]\n"},
        LoadCase{"GapWithoutTries", step("{ ring: dana, gap: 5s }"),
                 "13:28-31 warning: `gap` lies between tries; write `tries: 2` or more [ignored_key]\n"},
        LoadCase{"ConversationHasAnIdOnly", does("log: \"${conversation.id} ${conversation.language}\""),
                 "11:40-61 warning: `conversation.language` has no value yet: of a conversation only "
                 "`conversation.id` is known [never_given]\n"},
        LoadCase{
            "ToolOfATestThatNoRuleKnows",
            sections("tests: [ { name: x, script: [ 1s: { tool: halp } ] } ]\n"),
            "14:43-47 warning: no rule waits for the tool `halp`; did you mean `help`? [unresolved_name]\n"}),
    kCaseName);

struct Overlap {
  std::string name;
  std::string first;
  std::string second;
  std::string which;  ///< of the calls: `all`, `some`, or none
};

class Overlaps : public ::testing::TestWithParam<Overlap> {};

TEST_P(Overlaps, AreToldAtTheLaterWorkflow) {
  const auto loaded =
      load_text("language: 1\nworkflows:\n  a: { match: " + GetParam().first +
                ", start: [answer] }\n  b: { match: " + GetParam().second + ", start: [answer] }\n");
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  const auto& which = GetParam().which;
  EXPECT_EQ(findings_of(loaded),
            which.empty()
                ? ""
                : "4:3-4 warning: " + which +
                      " of its calls match `a` as well, which stands first and takes them [overlap]\n");
}

INSTANTIATE_TEST_SUITE_P(
    Load, Overlaps,
    ::testing::Values(Overlap{"SameNumber", "{ to: \"+13125550100\" }", "{ to: \"+13125550100\" }", "all"},
                      Overlap{"OtherNumber", "{ to: \"+13125550100\" }", "{ to: \"+13125550101\" }", ""},
                      Overlap{"PrefixBeforeNumber", "{ to: \"+1312*\" }", "{ to: \"+13125550101\" }", "all"},
                      Overlap{"NumberBeforePrefix", "{ to: \"+13125550101\" }", "{ to: \"+1312*\" }", "some"},
                      Overlap{"NestedPrefixes", "{ to: \"+1*\" }", "{ to: \"+1312*\" }", "all"},
                      Overlap{"DisjointPrefixes", "{ to: \"+1630*\" }", "{ to: \"+1312*\" }", ""},
                      Overlap{"EverythingBefore", "{}", "{ to: \"+1312*\" }", "all"},
                      Overlap{"OtherCallers", "{ to: \"+1312*\", from: \"+1630*\" }",
                              "{ to: \"+1312*\", from: \"+1773*\" }", ""},
                      Overlap{"OtherDirection", "{ direction: outgoing }", "{ to: \"+1312*\" }", ""},
                      Overlap{"OtherConnection", "{ connection_id: \"1\" }", "{ connection_id: \"2\" }", ""},
                      Overlap{"AnyConnection", "{ connection_id: \"1\" }", "{}", "some"}),
    [](const auto& tested) { return tested.param.name; });

struct Three {
  std::string name;
  std::string matches;  ///< of `a` and `b`
  std::string third;
  std::string said;  ///< of `c`
};

class OverlapsOfThree : public ::testing::TestWithParam<Three> {};

TEST_P(OverlapsOfThree, NameAllThatTakeCalls) {
  const auto loaded = load_text("language: 1\nworkflows:\n" + GetParam().matches +
                                "  c: { match: " + GetParam().third + ", start: [answer] }\n");
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  EXPECT_EQ(findings_of(loaded),
            "5:3-4 warning: " + GetParam().said + " as well, which stand first and take them [overlap]\n");
}

const std::string kTwoNumbers =
    "  a: { match: { to: \"+13125550101\" }, start: [answer] }\n"
    "  b: { match: { to: \"+13125550102\" }, start: [answer] }\n";

INSTANTIATE_TEST_SUITE_P(
    Warnings, OverlapsOfThree,
    ::testing::Values(
        Three{"BothTogetherTakeAll", kTwoNumbers, "{ to: [\"+13125550101\", \"+13125550102\"] }",
              "all of its calls match `a` or `b`"},
        Three{"OneIsLeft", kTwoNumbers, "{ to: [\"+13125550101\", \"+13125550102\", \"+13125550103\"] }",
              "some of its calls match `a` or `b`"},
        Three{"NobodysCallersAreLeft",
              "  a: { match: { from: \"+1630*\" }, start: [answer] }\n"
              "  b: { match: { from: \"+1773*\" }, start: [answer] }\n",
              "{ from: [\"+16305550101\", \"+1773555*\"] }", "all of its calls match `a` or `b`"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace callwright::tests::language_warning
