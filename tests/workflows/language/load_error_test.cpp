#include "tests/workflows/language/sample.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::language_error {
namespace {

struct Case {
  std::string name;
  Sample sample;
  std::string places;   ///< `line:column code` of every finding
  std::string message;  ///< part of it
};

class LoadError : public ::testing::TestWithParam<Case> {};

TEST_P(LoadError, SaysWhereAndWhat) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(places_of(loaded), GetParam().places) << messages_of(loaded);
  EXPECT_THAT(messages_of(loaded), ::testing::HasSubstr(GetParam().message));
}

constexpr auto kName = [](const auto& tested) { return tested.param.name; };

Sample people(const std::string& more) {
  return {.people = "  dana: { name: Dana, phone: \"+13125550111\" }\n" + more};
}
Sample rule(const std::string& keys) { return {.rules = "      - { on: tool.x, " + keys + " }\n"}; }
Sample does(const std::string& action, const std::string& on = "tool.x") {
  return {.rules = "      - on: " + on + "\n        do:\n          - " + action + "\n"};
}
Sample sections(const std::string& text) { return {.sections = text}; }
Sample escalation(const std::string& text) { return {.escalation = "    " + text + "\n"}; }
Sample step(const std::string& text) { return {.steps = "    steps: [ " + text + " ]\n"}; }
Sample workflow(const std::string& text) { return {.workflow = "    " + text + "\n"}; }

INSTANTIATE_TEST_SUITE_P(
    Sections, LoadError,
    ::testing::Values(
        Case{"UnknownSection", sections("peple: {}\n"), "14:1 unknown_key\n", "did you mean `people`?"},
        Case{"SchedulesLater", sections("schedules: {}\n"), "14:1 not_supported\n", "not in this version"},
        Case{"RotationsLater", sections("rotations: {}\n"), "14:1 not_supported\n", "not in this version"},
        Case{"SectionThatIsAList", sections("groups: []\n"), "14:9 wrong_type\n",
             "a map of names, this is a list"},
        Case{"TestsThatAreAMap", sections("tests: {}\n"), "14:8 wrong_type\n", "`tests` wants a list"},
        Case{"OtherVersion", sections("defaults: {}\n\"language\": 2\n"), "15:1 duplicate_key\n",
             "in line 1"},
        Case{"UnknownDefault", sections("defaults: { silence: 4s }\n"), "14:13 unknown_key\n",
             "`silence` is not a key of `defaults`"},
        Case{"WrongDefaultIsToldOnce", sections("defaults: { repeat: many }\n"), "14:21 wrong_type\n",
             "a whole number"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    People, LoadError,
    ::testing::Values(
        Case{"NumberWithoutPlus", people("  ben: { phone: 3125550112 }\n"), "4:17 not_a_number\n",
             "is not E.164"},
        Case{"NoSipUri", people("  ben: { sip: ben@example.com }\n"), "4:15 not_a_number\n", "sip:name@host"},
        Case{"NoAddress", people("  ben: { name: Ben }\n"), "4:3 missing_key\n", "either `phone` or `sip`"},
        Case{"TwoAddresses", people("  ben: { phone: \"+13125550112\", sip: \"sip:b@c.d\" }\n"),
             "4:3 both_given\n", "either `phone` or `sip`"},
        Case{"AlsoLater", people("  ben: { phone: \"+13125550112\", also: [] }\n"), "4:33 not_supported\n",
             "`also` of a person is not in this version"},
        Case{"UnknownKey", people("  ben: { fone: \"+13125550112\" }\n"),
             "4:3 missing_key\n4:10 unknown_key\n", "did you mean `phone`?"},
        Case{"DuplicateKey", people("  ben: { phone: \"+13125550112\", phone: x }\n"), "4:33 duplicate_key\n",
             "in line 4"},
        Case{"DuplicatePerson", people("  dana: { phone: \"+13125550112\" }\n"), "4:3 duplicate_key\n",
             "in line 3"},
        Case{"NothingGiven", people("  ben:\n"), "4:3 wrong_type\n", "wants a map of keys"},
        Case{"EmptyName", people("  ben: { name: \"\", phone: \"+13125550112\" }\n"), "4:16 empty_text\n",
             "leave the key out"},
        Case{"NameOfALeg", people("  winner: { phone: \"+13125550112\" }\n"), "4:3 reserved_name\n",
             "already names a leg"},
        Case{"NameWithASpace", people("  night doctor: { phone: \"+13125550112\" }\n"), "4:3 bad_name\n",
             "letters, digits"},
        Case{"OwnNumber", people("  ben: { phone: \"+13125550100\" }\n"), "4:10 calls_itself\n",
             "call itself"},
        Case{"GroupOfNobody", sections("groups: { all: { members: [] } }\n"), "14:27 empty_list\n",
             "at least one member"},
        Case{"GroupWithoutMembers", sections("groups: { all: {} }\n"), "14:16 missing_key\n", "`members`"},
        Case{"GroupOfAStranger", sections("groups: { all: { members: [dna] } }\n"), "14:28 unresolved_name\n",
             "did you mean `dana`?"},
        Case{"GroupOfAGroup", sections("groups: { all: { members: [dana] }, more: { members: [all] } }\n"),
             "14:55 unresolved_name\n", "is a group"},
        Case{"GroupNamedAsAPerson", sections("groups: { dana: { members: [dana] } }\n"),
             "14:11 duplicate_name\n", "rename the group"},
        Case{"LongestIdleLater", sections("groups: { all: { members: [dana], order: longest_idle } }\n"),
             "14:42 not_supported\n", "longest_idle"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Workflow, LoadError,
    ::testing::Values(
        Case{"UnknownKey", workflow("silence-limit: 20s"), "8:5 unknown_key\n",
             "did you mean `silence_limit`?"},
        Case{"LanguageThatIsNotSpoken", workflow("language: de-AT"), "8:15 not_accepted\n", "de-DE"},
        Case{"DurationWithoutUnit", workflow("silence_limit: 20"), "8:20 bad_unit\n", "`20` needs a unit"},
        Case{"DurationWithWrongUnit", workflow("silence_limit: 20sec"), "8:20 bad_unit\n",
             "whole number with a unit"},
        Case{"DurationWithAFraction", workflow("silence_limit: 1.5m"), "8:20 bad_unit\n",
             "whole number with a unit"},
        Case{"NegativeDuration", workflow("silence_limit: -20s"), "8:20 bad_unit\n",
             "whole number with a unit"},
        Case{"DurationThatIsAList", workflow("silence_limit: [20s]"), "8:20 wrong_type\n", "such as `20s`"},
        Case{"DurationOutOfRange", workflow("silence_limit: 2h"), "8:20 out_of_range\n", "5s to 10m"},
        Case{"HugeDuration", workflow("silence_limit: 99999999999999999999h"), "8:20 bad_unit\n",
             "whole number with a unit"},
        Case{"QuotedNumber", workflow("limits: { legs: \"8\" }"), "8:21 wrong_type\n", "a whole number"},
        Case{"NumberOutOfRange", workflow("limits: { legs: 1 }"), "8:21 out_of_range\n", "2 to 100"},
        Case{"HugeNumber", workflow("limits: { legs: 99999999999999999999 }"), "8:21 out_of_range\n",
             "2 to 100"},
        Case{"PersonOutsideDestinations", workflow("limits: { destinations: [\"+44*\"] }"),
             "3:23 not_a_destination\n", "`destinations` do not include"},
        Case{"WrongDirection",
             {.match = "    match: { to: [\"+13125550100\"], direction: inbound }\n"},
             "6:47 not_accepted\n",
             "incoming or outgoing"},
        Case{"NoNumberToMatch",
             {.match = "    match: { to: [\"1312*\"] }\n"},
             "6:19 not_a_number\n",
             "no number here"},
        Case{"NoMatch", {.match = ""}, "5:3 missing_key\n11:3 missing_key\n", "needs the key `match`"},
        Case{"NoAssistant", {.assistant = ""}, "5:3 missing_key\n", "names none"},
        Case{"AssistantWithoutId",
             {.assistant = "    assistant: { greeting: Hi }\n"},
             "7:16 missing_key\n",
             "assistant.id is required"},
        Case{"UnknownFieldOfTheAssistant",
             {.assistant = "    assistant: { id: a, greting: Hi }\n"},
             "7:25 unknown_key\n",
             "did you mean greeting?"},
        Case{"WrongStartOption",
             {.assistant = "    assistant: { id: a, send_message_history_updates: on }\n"},
             "7:25 wrong_type\n",
             "send_message_history_updates"},
        Case{"ReservedVariable",
             {.assistant = "    assistant: { id: a, dynamic_variables: { callwright_call: x } }\n"},
             "7:46 reserved_key\n",
             "callwright_call"},
        Case{"RunInTheAssistant",
             {.assistant = "    assistant: { id: \"${run.reason}\" }\n"},
             "7:22 root_not_possible\n",
             "no value in `assistant`"},
        Case{"EmptyIfFails",
             {.assistant = "    assistant: { id: a, if_fails: {} }\n"},
             "7:35 wrong_type\n",
             "either `{escalate: NAME}`"},
        Case{"IfFailsToNobody",
             {.assistant = "    assistant: { id: a, if_fails: { escalate: humn } }\n"},
             "7:47 unresolved_name\n",
             "did you mean `human`?"},
        Case{"CallerIdUnknown",
             {.match = "    match: { to: [\"+13125550100\", \"sip:a@b.c\"] }\n"},
             "12:3 missing_key\n",
             "needs `from`"},
        Case{"CallerIdUnknownForAnyNumber",
             {.match = "    match: {}\n"},
             "12:3 missing_key\n",
             "needs `from`"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Rules, LoadError,
    ::testing::Values(
        Case{"UnknownEvent",
             {.rules = "      - { on: call.dtmf.recieved, do: [] }\n"},
             "9:15 unknown_event\n",
             "did you mean `call.dtmf.received`?"},
        Case{"ToolWithoutName",
             {.rules = "      - { on: tool., do: [] }\n"},
             "9:15 unknown_event\n",
             "tool.NAME"},
        Case{"NoEvent", {.rules = "      - { do: [] }\n"}, "9:9 missing_key\n", "`on`"},
        Case{"NoActions", {.rules = "      - { on: tool.x }\n"}, "9:9 missing_key\n", "`do`"},
        Case{"SameId",
             {.rules = "      - { on: tool.x, id: a, do: [] }\n      - { on: tool.y, id: a, do: [] }\n"},
             "10:23 duplicate_name\n",
             "the id `a`"},
        Case{"UnknownLeg", rule("leg: dna, do: []"), "9:28 unresolved_name\n", "did you mean `dana`?"},
        Case{"UnknownPath", rule("if: { evnt.digit: 1 }, do: []"), "9:29 unknown_root\n",
             "did you mean `event`?"},
        Case{"UnknownComparison", rule("if: { event.digit: { equals: 1 } }, do: []"), "9:44 unknown_key\n",
             "starts_with, matches"},
        Case{"BadPattern", rule("if: { event.digit: { matches: \"(\" } }, do: []"), "9:53 bad_pattern\n",
             "missing )"},
        Case{"PatternTooLarge",
             rule("if: { event.digit: { matches: \"((a{1,100}){1,100}){1,100}\" } }, do: []"),
             "9:53 bad_pattern\n", "RE2"},
        Case{"ListWithoutIn", rule("if: { event.digit: [1, 2] }, do: []"), "9:42 wrong_type\n",
             "{in: [a, b]}"},
        Case{"InWithoutList", rule("if: { event.digit: { in: 1 } }, do: []"), "9:48 wrong_type\n",
             "a list of values"},
        Case{"ExistsIsAFlag", rule("if: { event.digit: { exists: yes } }, do: []"), "9:52 wrong_type\n",
             "`true` or `false`"},
        Case{"DuringLater", rule("if: { during: clinic }, do: []"), "9:29 not_supported\n",
             "not in this version"},
        Case{"TemplateInACondition", rule("if: { event.digit: \"${vars.x}\" }, do: []"),
             "9:42 template_not_allowed\n", "literal values"},
        Case{"IfThatIsAList", rule("if: [], do: []"), "9:27 wrong_type\n", "a map of paths"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Actions, LoadError,
    ::testing::Values(
        Case{"UnknownAction", does("escalte: human"), "11:13 unknown_action\n", "did you mean `escalate`?"},
        Case{"SmsLater", does("sms: {}"), "11:13 not_supported\n", "`sms`"},
        Case{"WebhookLater", does("webhook: {}"), "11:13 not_supported\n", "`webhook`"},
        Case{"Dial", does("dial: {}"), "11:13 not_supported\n", "ring people with `escalate`"},
        Case{"ClientStateUpdate", does("client_state_update: {}"), "11:13 unknown_action\n", "is no action"},
        Case{"TwoActions", does("{ hangup: {}, log: x }"), "11:27 two_actions\n", "one thing"},
        Case{"OnlyModifiers", does("{ no_wait: true }"), "11:13 missing_key\n", "names no action"},
        Case{"NotAList", rule("do: hangup"), "9:27 wrong_type\n", "a list of actions"},
        Case{"EscalateToNobody", does("escalate: humn"), "11:23 unresolved_name\n", "did you mean `human`?"},
        Case{"EscalateWithoutTarget", does("escalate: { reason: x }"), "11:13 missing_key\n", "`to`"},
        Case{"UnknownFieldOfACommand", does("speak: { payload: x, voise: y }"), "11:34 unknown_key\n",
             "did you mean voice?"},
        Case{"MissingFieldOfACommand", does("speak: {}"), "11:13 missing_key\n", "payload is required"},
        Case{"WrongValueOfACommand", does("record_start: { channels: mono, format: mp3 }"),
             "11:29 not_accepted\n", "single or dual"},
        Case{"BodyThatIsAText", does("speak: hello"), "11:20 wrong_type\n", "fields of Telnyx"},
        Case{"ClientState", does("hangup: { client_state: \"?\" }"), "11:23 reserved_key\n",
             "set by callwright"},
        Case{"CommandId", does("hangup: { command_id: x }"), "11:23 reserved_key\n", "set by callwright"},
        Case{"UnknownLegOfACommand", does("{ hangup: {}, leg: dna }"), "11:32 unresolved_name\n",
             "did you mean `dana`?"},
        Case{"LegOfOurOwnAction", does("{ log: x, leg: dana }"), "11:23 unknown_key\n",
             "Call Control commands only"},
        Case{"TransferToACaller", does("transfer: { to: \"${caller.number}\" }"),
             "11:29 template_not_allowed\n", "takes no template"},
        Case{"TransferToAVariable", does("transfer: { to: \"{{number}}\" }"), "11:29 template_not_allowed\n",
             "takes no template"},
        Case{"TransferToAStranger", does("transfer: { person: dna }"), "11:33 unresolved_name\n",
             "did you mean `dana`?"},
        Case{"TransferToBoth", does("transfer: { person: dana, to: \"+13125550112\" }"), "11:25 both_given\n",
             "either `person` or `to`"},
        Case{"TransferToAWord", does("transfer: { to: desk }"), "11:29 not_a_number\n",
             "E.164 number or a SIP URI"},
        Case{"ReferToATemplate", does("refer: { sip_address: \"${vars.x}\" }"),
             "11:35 template_not_allowed\n", "takes no template"},
        Case{"ReferToAPhone", does("refer: { person: dana }"), "11:30 not_a_number\n", "is a SIP URI"},
        Case{"ReplyToNobody", does("reply: { say: x }", "timer.x"), "11:13 misplaced\n", "nothing asks here"},
        Case{"TimerWithoutUnit", does("timer: { name: a, after: 5 }"), "11:38 bad_unit\n", "needs a unit"},
        Case{"SetAList", does("set: { a: [] }"), "11:23 wrong_type\n", "wants a text"},
        Case{"UnclosedTemplate", does("log: \"${caller.number\""), "11:18 template_syntax\n", "never closed"},
        Case{"UnknownRoot", does("log: \"${calller.number}\""), "11:18 unknown_root\n",
             "did you mean `caller`?"},
        Case{"EnvironmentIsNotForWorkflows", does("log: \"${env.SECRET}\""), "11:18 unknown_root\n",
             "service configuration"},
        Case{"PersonWhereThereIsNone", does("log: \"${person.name}\""), "11:18 root_not_possible\n",
             "no value in a rule"},
        Case{"TemplateInABody", does("speak: { payload: \"${nobody.name}\" }"), "11:31 unknown_root\n",
             "nobody"},
        Case{"OnErrorIsAWord", does("{ hangup: {}, on_error: true }"), "11:37 not_accepted\n",
             "stop or continue"}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Escalations, LoadError,
    ::testing::Values(
        Case{"NoSteps", {.steps = "    repeat: 0\n"}, "12:3 missing_key\n", "`steps`"},
        Case{"EmptySteps", step(""), "13:12 empty_list\n", "at least one step"},
        Case{"NobodyToRing", step("{ ring: [] }"), "13:22 empty_list\n", "at least one person"},
        Case{"RingMissing", step("{ for: 5s }"), "13:14 missing_key\n", "`ring`"},
        Case{"Stranger", step("{ ring: [dna] }"), "13:23 unresolved_name\n", "did you mean `dana`?"},
        Case{"TooShort", step("{ ring: dana, for: 4s }"), "13:33 out_of_range\n", "whole seconds"},
        Case{"TooLong", step("{ ring: dana, for: 601s }"), "13:33 out_of_range\n", "whole seconds"},
        Case{"NoWholeSeconds", step("{ ring: dana, for: 5500ms }"), "13:33 out_of_range\n", "whole seconds"},
        Case{"UnknownOrder", step("{ ring: dana, order: random }"), "13:35 not_accepted\n",
             "all, sequence or stagger"},
        Case{"DuringLater", step("{ ring: dana, during: x }"), "13:28 not_supported\n", "`during` of a step"},
        Case{"OutsideLater", step("{ ring: dana, outside: x }"), "13:28 not_supported\n",
             "`outside` of a step"},
        Case{"NoTries", step("{ ring: dana, tries: 0 }"), "13:35 out_of_range\n", "1 to 10"},
        Case{"GapWithoutUnit", step("{ ring: dana, gap: 2 }"), "13:33 bad_unit\n", "`2` needs a unit"},
        Case{"BusyNeitherWaitsNorSkips", step("{ ring: dana, busy: skips }"), "13:34 not_accepted\n",
             "wait or skip"},
        Case{"PlainOnIsNoDetection", escalation("machine_detection: on"), "14:24 not_accepted\n",
             "none, detect or premium"},
        Case{"CallerInThePrompt", escalation("accept: { prompt: \"${caller.number}\" }"),
             "14:23 caller_data\n", "a voicemail may record it"},
        Case{"ReasonInThePrompt", escalation("accept: { prompt: \"${run.reason}\" }"), "14:23 caller_data\n",
             "briefing"},
        Case{"WithInThePrompt", escalation("accept: { prompt: \"${run.with.name}\" }"), "14:23 caller_data\n",
             "briefing"},
        Case{"CallFromInThePrompt", escalation("accept: { prompt: \"${call.from}\" }"), "14:23 caller_data\n",
             "briefing"},
        Case{"EventInThePrompt", escalation("accept: { prompt: \"${event.x}\" }"), "14:23 caller_data\n",
             "briefing"},
        Case{"InsightsInThePrompt", escalation("accept: { prompt: \"${insights.x}\" }"),
             "14:23 caller_data\n", "briefing"},
        Case{"VarsInThePrompt", escalation("accept: { prompt: \"${vars.x}\" }"), "14:23 caller_data\n",
             "briefing"},
        Case{"ConversationInThePrompt", escalation("accept: { prompt: \"${conversation.id}\" }"),
             "14:23 caller_data\n", "briefing"},
        Case{"WinnerBeforeThereIsOne", escalation("caller: { started: \"${winner.name}\" }"),
             "14:24 root_not_possible\n", "winner.name"},
        Case{"EventInOtherwise", escalation("otherwise: [ { log: \"${event.x}\" } ]"),
             "14:25 root_not_possible\n", "`otherwise`"},
        Case{"SameKeyTwice", escalation("accept: { keys: { decline: 1 } }"), "14:5 same_key\n",
             "three different keys"},
        Case{"KeyOfTwoDigits", escalation("accept: { keys: { accept: 12 } }"), "14:31 not_accepted\n",
             "one key of a phone"},
        Case{"AcceptIsAMapOrNone", escalation("accept: any"), "14:13 wrong_type\n", "a map, or `none`"},
        Case{"HoldIsNoAddress", escalation("caller: { hold: { audio_url: hold.mp3 } }"),
             "14:34 not_accepted\n", "https"},
        Case{"UnknownJoin", escalation("join: { mode: conference }"), "14:19 not_accepted\n",
             "conversation or bridge"},
        Case{"CallerIdThatIsNoNumber", escalation("from: \"sip:a@b.c\""), "14:11 not_a_number\n", "E.164"},
        Case{"EscalationToNobody", escalation("otherwise: [ { escalate: second } ]"),
             "14:30 unresolved_name\n", "no escalation `second`"}),
    kName);

TEST(Load, ReportsAllProblemsInOrder) {
  Sample sample;
  sample.people = "  dana: { phone: 1 }\n";
  sample.workflow = "    silence_limit: 20\n";
  sample.steps = "    steps: [ { ring: [dna], for: 1s } ]\n";
  EXPECT_EQ(places_of(load_text(sample.text())),
            "3:18 not_a_number\n8:20 bad_unit\n14:23 unresolved_name\n14:34 out_of_range\n");
}

TEST(Load, NamesBothPlacesOfAnEntryInTwoFiles) {
  const auto loaded =
      load_bundle({{"b.yaml", "people:\n  dana: { phone: \"+13125550112\" }\n"},
                   {"a.yaml", "language: 1\npeople:\n  dana: { phone: \"+13125550111\" }\n"}});
  EXPECT_EQ(
      messages_of(loaded),
      "b.yaml:2:3: error: `dana` is defined already at a.yaml:3:3; keep one of the two [duplicate_key]\n");
}

TEST(Load, ShowsSyntaxErrorsOfEveryFileAndNothingElse) {
  const auto loaded = load_bundle({{"b.yaml", "a: [\n"}, {"a.yaml", "a: }\n"}, {"c.yaml", "peple: {}\n"}});
  ASSERT_EQ(loaded.findings.size(), 2U) << messages_of(loaded);
  EXPECT_EQ(loaded.findings[0].file, "a.yaml");
  EXPECT_EQ(loaded.findings[1].file, "b.yaml");
  EXPECT_EQ(loaded.findings[0].code, "yaml");
}

TEST(Load, WantsLanguageOneInSomeFile) {
  const std::string entry = "groups: {}\n";
  EXPECT_EQ(messages_of(load_bundle({{"b.yaml", entry}, {"a.yaml", ""}})),
            "a.yaml:1:1: error: no file says which language it is in; begin one with `language: 1` "
            "[language_version]\n");
  EXPECT_NE(load_bundle({{"b.yaml", entry}, {"a.yaml", "# only a remark\nlanguage: 1\n"}}).bundle, nullptr);
  for (const auto* other : {"language: 2\n", "language: \"1\"\n", "language: one\n", "language: 1.0\n"})
    EXPECT_EQ(places_of(load_text(other)), "1:11 language_version\n") << other;
  EXPECT_EQ(load_bundle({}).findings.size(), 1U);
}

TEST(Load, FormatsAFindingWithoutAPlace) {
  EXPECT_EQ(format_finding({.is_error = false, .code = "c", .message = "m"}), "warning: m [c]");
  EXPECT_EQ(format_finding({.file = "f", .code = "c", .message = "m"}), "f: error: m [c]");
}

}  // namespace
}  // namespace callwright::tests::language_error
