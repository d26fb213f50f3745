#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_error_sections {
namespace {

Sample people(const std::string& more) {
  return {.people = "  dana: { name: Dana, phone: \"+13125550111\" }\n" + more};
}

Sample sections(const std::string& text) { return {.sections = text}; }

Sample workflow(const std::string& text) { return {.workflow = "    " + text + "\n"}; }

Sample assistant(const std::string& text) { return {.assistant = "    assistant: " + text + "\n"}; }

class SectionError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(SectionError, SaysWhatIsWrongAndWhere) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Sections, SectionError,
    ::testing::Values(
        LoadCase{"UnknownSection", sections("peple: {}\n"),
                 "14:1-6 error: `peple` is no section; did you mean `people`? [unknown_key]\n"},
        LoadCase{"SectionOfStoredBundles", sections("zones: {}\n"),
                 "14:1-6 error: `zones` is no section; there are language, people, groups, schedules, "
                 "rotations, workflows, escalations, defaults and tests [unknown_key]\n"},
        LoadCase{"SectionThatIsAList", sections("groups: []\n"),
                 "14:9-10 error: `groups` wants a map of names, this is a list [wrong_type]\n"},
        LoadCase{"TestsThatAreAMap", sections("tests: {}\n"),
                 "14:8-9 error: `tests` wants a list of tests, this is a map [wrong_type]\n"},
        LoadCase{"OtherVersion", sections("defaults: {}\n\"language\": 2\n"),
                 "15:1-11 error: `language` stands here already, in line 1; keep one of the two "
                 "[duplicate_key]\n"},
        LoadCase{"UnknownDefault", sections("defaults: { silence: 4s }\n"),
                 "14:13-20 error: `silence` is not a key of `defaults`; did you mean `silence_limit`? "
                 "[unknown_key]\n"},
        LoadCase{"WrongDefaultIsToldOnce", sections("defaults: { repeat: many }\n"),
                 "14:21-25 error: `repeat` wants a whole number, this is the text `many` [wrong_type]\n"},
        LoadCase{"SingularSection", sections("escalation: {}\n"),
                 "14:1-11 error: `escalation` is no section; did you mean `escalations`? [unknown_key]\n"},
        LoadCase{"KeyOfAnEscalationAsASection", sections("steps: []\n"),
                 "14:1-6 error: `steps` is no section; it is a key of an escalation [unknown_key]\n"},
        LoadCase{"KeyOfAWorkflowAsASection", sections("silence_limit: 20s\n"),
                 "14:1-14 error: `silence_limit` is no section; it is a key of a workflow [unknown_key]\n"},
        LoadCase{"DefaultOfAStep", sections("defaults: { for: 20s }\n"),
                 "14:13-16 error: `for` is not a key of `defaults`; it belongs to a step [unknown_key]\n"},
        LoadCase{"MisspeltDefault", sections("defaults: { machine_detecton: none }\n"),
                 "14:13-29 error: `machine_detecton` is not a key of `defaults`; did you mean "
                 "`machine_detection`? [unknown_key]\n"},
        LoadCase{"DefaultOutOfRange", sections("defaults: { repeat: 21 }\n"),
                 "14:21-23 error: `repeat` is 0 to 20, not `21` [out_of_range]\n"}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    People, SectionError,
    ::testing::Values(
        LoadCase{"NumberWithoutPlus", people("  ben: { phone: 3125550112 }\n"),
                 "4:17-27 error: `3125550112` is not E.164; write `+` and the full number, `+13125550111` "
                 "[not_a_number]\n"},
        LoadCase{"NoSipUri", people("  ben: { sip: ben@example.com }\n"),
                 "4:15-30 error: `ben@example.com` is no SIP URI; write `sip:name@host` [not_a_number]\n"},
        LoadCase{"NoAddress", people("  ben: { name: Ben }\n"),
                 "4:3-6 error: `ben` needs one address: either `phone` or `sip` [missing_key]\n"},
        LoadCase{"TwoAddresses", people("  ben: { phone: \"+13125550112\", sip: \"sip:b@c.d\" }\n"),
                 "4:3-6 error: `ben` needs one address: either `phone` or `sip` [both_given]\n"},
        LoadCase{"AlsoNoNumber", people("  ben: { phone: \"+13125550112\", also: [desk] }\n"),
                 "4:40-44 error: `desk` is not E.164; write `+` and the full number, `+13125550111` "
                 "[not_a_number]\n"},
        LoadCase{"AlsoTwice",
                 people("  ben: { phone: \"+13125550112\", also: [\"+13125550113\", \"+13125550113\"] }\n"),
                 "4:56-70 error: `+13125550113` is in the list already [duplicate_address]\n"},
        LoadCase{"AlsoTheSame", people("  ben: { phone: \"+13125550112\", also: [\"+13125550112\"] }\n"),
                 "4:40-54 error: `ben` has this address already [duplicate_address]\n"},
        LoadCase{"UnknownKey", people("  ben: { fone: \"+13125550112\" }\n"),
                 "4:10-14 error: `fone` is not a key of a person; did you mean `phone`? [unknown_key]\n"},
        LoadCase{
            "DuplicateKey", people("  ben: { phone: \"+13125550112\", phone: x }\n"),
            "4:33-38 error: `phone` stands here already, in line 4; keep one of the two [duplicate_key]\n"},
        LoadCase{"DuplicatePerson", people("  dana: { phone: \"+13125550112\" }\n"),
                 "4:3-7 error: `dana` stands here already, in line 3; keep one of the two [duplicate_key]\n"},
        LoadCase{"NothingGiven", people("  ben:\n"),
                 "4:3-6 error: a person wants a map of keys, this is nothing [wrong_type]\n"},
        LoadCase{"EmptyName", people("  ben: { name: \"\", phone: \"+13125550112\" }\n"),
                 "4:16-18 error: `name` is empty; leave the key out instead [empty_text]\n"},
        LoadCase{"NameOfALeg", people("  winner: { phone: \"+13125550112\" }\n"),
                 "4:3-9 error: `winner` already names a leg; choose another [reserved_name]\n"},
        LoadCase{"NameWithASpace", people("  night doctor: { phone: \"+13125550112\" }\n"),
                 "4:3-15 error: `night doctor` is no name; use letters, digits, `-` and `_`, at most 64 "
                 "[bad_name]\n"},
        LoadCase{"OwnNumber", people("  ben: { phone: \"+13125550100\" }\n"),
                 "4:17-31 error: `ben` has a number that a workflow answers: callwright would call itself "
                 "[calls_itself]\n"},
        LoadCase{"OwnNumberAmongOthers",
                 people("  ben: { phone: \"+13125550112\", also: [\"+13125550100\"] }\n"),
                 "4:40-54 error: `ben` has a number that a workflow answers: callwright would call itself "
                 "[calls_itself]\n"},
        LoadCase{"GroupOfNobody", sections("groups: { all: { members: [] } }\n"),
                 "14:27-28 error: a group has at least one member [empty_list]\n"},
        LoadCase{"GroupWithoutMembers", sections("groups: { all: {} }\n"),
                 "14:16-17 error: a group needs the key `members` [missing_key]\n"},
        LoadCase{"GroupOfAStranger", sections("groups: { all: { members: [dna] } }\n"),
                 "14:28-31 error: there is no person `dna`; did you mean `dana`? [unresolved_name]\n"},
        LoadCase{
            "GroupOfAGroup", sections("groups: { all: { members: [dana] }, more: { members: [all] } }\n"),
            "14:55-58 error: `all` is a group; only `ring` takes groups, name a person [unresolved_name]\n"},
        LoadCase{"GroupNamedAsAPerson", sections("groups: { dana: { members: [dana] } }\n"),
                 "14:11-15 error: `dana` is a person already; rename the group [duplicate_name]\n"},
        LoadCase{
            "UnknownOrderOfAGroup", sections("groups: { all: { members: [dana], order: idle } }\n"),
            "14:42-46 error: `order` is listed or longest_idle, not `idle`; did you mean `longest_idle`? "
            "[not_accepted]\n"},
        LoadCase{
            "NumberWithBlanks", people("  ben: { phone: \"+1 (312) 555-0112\" }\n"),
            "4:17-36 error: `+1 (312) 555-0112` is not E.164; did you mean `+13125550112`? [not_a_number]\n"},
        LoadCase{
            "NumberWithTwoZeros", people("  ben: { phone: 0013125550112 }\n"),
            "4:17-30 error: `0013125550112` is not E.164; did you mean `+13125550112`? [not_a_number]\n"},
        LoadCase{"NumberWithoutPlusButCountry", people("  ben: { phone: 13125550112 }\n"),
                 "4:17-28 error: `13125550112` is not E.164; did you mean `+13125550112`? [not_a_number]\n"},
        LoadCase{"SipUriAsPhone", people("  ben: { phone: \"sip:ben@example.com\" }\n"),
                 "4:17-38 error: `sip:ben@example.com` is not E.164; a SIP URI belongs to the key `sip` "
                 "[not_a_number]\n"},
        LoadCase{"KeyInCapitals", people("  ben: { Phone: \"+13125550112\" }\n"),
                 "4:10-15 error: `Phone` is not a key of a person; did you mean `phone`? [unknown_key]\n"},
        LoadCase{"MergeKey", people("  ben: { <<: { phone: x }, phone: \"+13125550112\" }\n"),
                 "4:10-12 error: `<<` merges nothing here; put what entries share into `defaults` "
                 "[unknown_key]\n"},
        LoadCase{
            "LanguageNearlySpoken", people("  ben: { phone: \"+13125550112\", language: en-UK }\n"),
            "4:43-48 error: Telnyx does not speak `en-UK`; there are arb, cmn-CN, cy-GB, da-DK, de-DE, "
            "en-AU, en-GB, en-GB-WLS, en-IN, en-US, es-ES, es-MX, es-US, fr-CA, fr-FR, hi-IN, is-IS, it-IT, "
            "ja-JP, ko-KR, nb-NO, nl-NL, pl-PL, pt-BR and 5 more; did you mean `en-US`? [not_accepted]\n"},
        LoadCase{"TextAsPerson", people("  ben: \"+13125550112\"\n"),
                 "4:8-22 error: a person wants a map of keys, this is the quoted text `+13125550112` "
                 "[wrong_type]\n"}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    Workflow, SectionError,
    ::testing::Values(
        LoadCase{"UnknownKey", workflow("silence-limit: 20s"),
                 "8:5-18 error: `silence-limit` is not a key of a workflow; did you mean `silence_limit`? "
                 "[unknown_key]\n"},
        LoadCase{
            "LanguageThatIsNotSpoken", workflow("language: de-AT"),
            "8:15-20 error: Telnyx does not speak `de-AT`; there are arb, cmn-CN, cy-GB, da-DK, de-DE, "
            "en-AU, en-GB, en-GB-WLS, en-IN, en-US, es-ES, es-MX, es-US, fr-CA, fr-FR, hi-IN, is-IS, it-IT, "
            "ja-JP, ko-KR, nb-NO, nl-NL, pl-PL, pt-BR and 5 more; did you mean `de-DE`? [not_accepted]\n"},
        LoadCase{"DurationWithoutUnit", workflow("silence_limit: 20"),
                 "8:20-22 error: `silence_limit` is a duration: `20` needs a unit; write `500ms`, `20s`, "
                 "`4m` or `2h` [bad_unit]\n"},
        LoadCase{"DurationWithWrongUnit", workflow("silence_limit: 20sec"),
                 "8:20-25 error: `silence_limit` is a duration: `20sec` is not a whole number with a unit; "
                 "write `500ms`, `20s`, `4m` or `2h` [bad_unit]\n"},
        LoadCase{"DurationWithAFraction", workflow("silence_limit: 1.5m"),
                 "8:20-24 error: `silence_limit` is a duration: `1.5m` is not a whole number with a unit; "
                 "write `500ms`, `20s`, `4m` or `2h` [bad_unit]\n"},
        LoadCase{"NegativeDuration", workflow("silence_limit: -20s"),
                 "8:20-24 error: `silence_limit` is a duration: `-20s` is not a whole number with a unit; "
                 "write `500ms`, `20s`, `4m` or `2h` [bad_unit]\n"},
        LoadCase{
            "DurationThatIsAList", workflow("silence_limit: [20s]"),
            "8:20-21 error: `silence_limit` wants a duration such as `20s`, this is a list [wrong_type]\n"},
        LoadCase{"DurationOutOfRange", workflow("silence_limit: 2h"),
                 "8:20-22 error: `silence_limit` is 5s to 10m, not `2h` [out_of_range]\n"},
        LoadCase{"HugeDuration", workflow("silence_limit: 99999999999999999999h"),
                 "8:20-41 error: `silence_limit` is a duration: `99999999999999999999h` is not a whole "
                 "number with a unit; write `500ms`, `20s`, `4m` or `2h` [bad_unit]\n"},
        LoadCase{"QuotedNumber", workflow("limits: { legs: \"8\" }"),
                 "8:21-24 error: `legs` wants a whole number without quotes, this is the quoted text `8` "
                 "[wrong_type]\n"},
        LoadCase{"NumberOutOfRange", workflow("limits: { legs: 1 }"),
                 "8:21-22 error: `legs` is 2 to 100, not `1` [out_of_range]\n"},
        LoadCase{"HugeNumber", workflow("limits: { legs: 99999999999999999999 }"),
                 "8:21-41 error: `legs` is 2 to 100, not `99999999999999999999` [out_of_range]\n"},
        LoadCase{"PersonOutsideDestinations", workflow("limits: { destinations: [\"+44*\"] }"),
                 "3:30-44 error: `dana` is rung by `support`, whose `destinations` do not include this "
                 "address [not_a_destination]\n"},
        LoadCase{"WrongDirection",
                 Sample{.match = "    match: { to: [\"+13125550100\"], direction: inbound }\n"},
                 "6:47-54 error: `direction` is incoming or outgoing, not `inbound` [not_accepted]\n"},
        LoadCase{"NoNumberToMatch", Sample{.match = "    match: { to: [\"1312*\"] }\n"},
                 "6:19-26 error: `1312*` is no number here; write E.164 such as `+13125550100`, a SIP URI, "
                 "or the beginning of one followed by `*` [not_a_number]\n"},
        LoadCase{"NoMatch", Sample{.match = ""},
                 "5:3-10 error: a workflow needs the key `match` [missing_key]\n"},
        LoadCase{"NoAssistant", Sample{.assistant = ""},
                 "5:3-10 error: `support` starts an assistant and names none; add `assistant: {id: …}` "
                 "[missing_key]\n"},
        LoadCase{"AssistantWithoutId", Sample{.assistant = "    assistant: { greeting: Hi }\n"},
                 "7:16-17 error: `ai_assistant_start`: `assistant.id` is required [missing_key]\n"},
        LoadCase{"UnknownFieldOfTheAssistant", Sample{.assistant = "    assistant: { id: a, greting: Hi }\n"},
                 "7:25-32 error: `ai_assistant_start` has no field `assistant.greting`; did you mean "
                 "`greeting`? [unknown_key]\n"},
        LoadCase{"WrongStartOption",
                 Sample{.assistant = "    assistant: { id: a, send_message_history_updates: on }\n"},
                 "7:25-53 error: `ai_assistant_start`: `send_message_history_updates` must be true or false "
                 "[wrong_type]\n"},
        LoadCase{"ReservedVariable",
                 Sample{.assistant = "    assistant: { id: a, dynamic_variables: { callwright_call: x } }\n"},
                 "7:46-61 error: `callwright_call` is set by callwright: tools find their call by it "
                 "[reserved_key]\n"},
        LoadCase{"RunInTheAssistant", Sample{.assistant = "    assistant: { id: \"${run.reason}\" }\n"},
                 "7:25-35 error: `run.reason` has no value in `assistant`; there are call, caller, event and "
                 "vars [root_not_possible]\n"},
        LoadCase{
            "EmptyIfFails", Sample{.assistant = "    assistant: { id: a, if_fails: {} }\n"},
            "7:35-36 error: `if_fails` is either `{escalate: NAME}` or `{do: [actions]}` [wrong_type]\n"},
        LoadCase{"IfFailsToNobody",
                 Sample{.assistant = "    assistant: { id: a, if_fails: { escalate: humn } }\n"},
                 "7:47-51 error: there is no escalation `humn`; did you mean `human`? [unresolved_name]\n"},
        LoadCase{"CallerIdUnknown", Sample{.match = "    match: { to: [\"+13125550100\", \"sip:a@b.c\"] }\n"},
                 "12:3-8 error: `human` needs `from`, a caller id in E.164: workflow `support` also has "
                 "calls on addresses of ours that are no phone number [missing_key]\n"},
        LoadCase{"CallerIdUnknownForAnyNumber", Sample{.match = "    match: {}\n"},
                 "12:3-8 error: `human` needs `from`, a caller id in E.164: workflow `support` also has "
                 "calls on addresses of ours that are no phone number [missing_key]\n"},
        LoadCase{"SwappedLetters", workflow("silnece_limit: 20s"),
                 "8:5-18 error: `silnece_limit` is not a key of a workflow; did you mean `silence_limit`? "
                 "[unknown_key]\n"},
        LoadCase{"AWordOfTheKey", workflow("silence: 20s"),
                 "8:5-12 error: `silence` is not a key of a workflow; did you mean `silence_limit`? "
                 "[unknown_key]\n"},
        LoadCase{
            "KeyOfLimits", workflow("parallel: 2"),
            "8:5-13 error: `parallel` is not a key of a workflow; it belongs to `limits` [unknown_key]\n"},
        LoadCase{"KeyOfAStep", workflow("ring: [dana]"),
                 "8:5-9 error: `ring` is not a key of a workflow; it belongs to a step [unknown_key]\n"},
        LoadCase{
            "FieldOfTheAssistant", workflow("greeting: Hello."),
            "8:5-13 error: `greeting` is not a key of a workflow; it belongs to `assistant` [unknown_key]\n"},
        LoadCase{"LimitInWords", workflow("limits: { runs: three }"),
                 "8:21-26 error: `runs` wants a whole number, this is the text `three` [wrong_type]\n"},
        LoadCase{"CallerIdOfAnOutgoingCall",
                 Sample{.match = "    match: { direction: outgoing, from: [\"sip:*\"] }\n"},
                 "12:3-8 error: `human` needs `from`, a caller id in E.164: workflow `support` also has "
                 "calls on addresses of ours that are no phone number [missing_key]\n"},
        LoadCase{
            "TransferOutsideDestinations",
            Sample{.workflow = "    limits: { destinations: [\"+1312*\"] }\n",
                   .rules = "      - { on: tool.x, do: [ log: a, transfer: { to: \"+442071838750\" } ] }\n"},
            "10:37-45 error: `+442071838750` is not among the `destinations` of `support` "
            "[not_a_destination]\n"},
        LoadCase{"UnknownPathInTheAssistant", assistant("{ id: a, greeting: \"Hello ${call.fro}\" }"),
                 "7:44-52 error: there is no value `call.fro`; did you mean `call.from`? [unknown_path]\n"},
        LoadCase{"FieldOfTheWrongType", assistant("{ id: a, dynamic_variables: none }"),
                 "7:25-42 error: `ai_assistant_start`: `assistant.dynamic_variables` must be an object "
                 "[wrong_type]\n"},
        LoadCase{"IfFailsWithATypo", assistant("{ id: a, if_fail: { escalate: human } }"),
                 "7:25-32 error: `ai_assistant_start` has no field `assistant.if_fail`; did you mean "
                 "`if_fails`? [unknown_key]\n"},
        LoadCase{"WinnerInTheStart", workflow("start: [ answer, { hangup: {}, leg: winner } ]"),
                 "8:41-47 error: `leg: winner` names nobody in `start` [root_not_possible]\n"},
        LoadCase{"NumberWithBlanksToMatch", Sample{.match = "    match: { to: [\"+1 312 555 0100\"] }\n"},
                 "6:19-36 error: `+1 312 555 0100` is no number here; did you mean `+13125550100`? "
                 "[not_a_number]\n"}),
    kCaseName);

}  // namespace
}  // namespace callwright::tests::language_error_sections
