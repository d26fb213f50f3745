#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_error_actions {
namespace {

Sample rule(const std::string& keys) { return {.rules = "      - { on: tool.x, " + keys + " }\n"}; }

Sample does(const std::string& action, const std::string& event = "tool.x") {
  return {.rules = "      - on: " + event + "\n        do:\n          - " + action + "\n"};
}

class ActionError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(ActionError, SaysWhatIsWrongAndWhere) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Actions, ActionError,
    ::testing::Values(
        LoadCase{"UnknownAction", does("escalte: human"),
                 "11:13-20 error: `escalte` is no action; did you mean `escalate`? [unknown_action]\n"},
        LoadCase{"Dial", does("dial: {}"),
                 "11:13-17 error: `dial` is no action; ring people with `escalate` [not_supported]\n"},
        LoadCase{
            "ClientStateUpdate", does("client_state_update: {}"),
            "11:13-32 error: `client_state_update` is no action; it is a Call Control command or one of "
            "escalate, cancel_escalation, reply, tell_assistant, goodbye, timer, log, webhook, sms or set "
            "[unknown_action]\n"},
        LoadCase{"TwoActions", does("{ hangup: {}, log: x }"),
                 "11:27-30 error: an action does one thing; begin a new list item for `log` [two_actions]\n"},
        LoadCase{"OnlyModifiers", does("{ no_wait: true }"),
                 "11:13-14 error: this names no action; write one, such as `escalate: NAME` or `speak: "
                 "{payload: …}` [missing_key]\n"},
        LoadCase{"NotAList", rule("do: hangup"),
                 "9:27-33 error: `do` wants a list of actions, this is the text `hangup` [wrong_type]\n"},
        LoadCase{"EscalateToNobody", does("escalate: humn"),
                 "11:23-27 error: there is no escalation `humn`; did you mean `human`? [unresolved_name]\n"},
        LoadCase{"EscalateWithoutTarget", does("escalate: { reason: x }"),
                 "11:13-21 error: `escalate` needs the key `to` [missing_key]\n"},
        LoadCase{"UnknownFieldOfACommand", does("speak: { payload: x, voise: y }"),
                 "11:34-39 error: `speak` has no field `voise`; did you mean `voice`? [unknown_key]\n"},
        LoadCase{"MissingFieldOfACommand", does("speak: {}"),
                 "11:13-18 error: `speak`: `payload` is required [missing_key]\n"},
        LoadCase{
            "WrongValueOfACommand", does("record_start: { channels: mono, format: mp3 }"),
            R"(11:29-37 error: `record_start`: `channels` accepts single or dual, not "mono" [not_accepted])"
            "\n"},
        LoadCase{"BodyThatIsAText", does("speak: hello"),
                 "11:20-25 error: `speak` wants a map with the fields of Telnyx, this is the text `hello` "
                 "[wrong_type]\n"},
        LoadCase{"ClientState", does("hangup: { client_state: \"?\" }"),
                 "11:23-35 error: `client_state` is set by callwright on every command; remove it "
                 "[reserved_key]\n"},
        LoadCase{
            "CommandId", does("hangup: { command_id: x }"),
            "11:23-33 error: `command_id` is set by callwright on every command; remove it [reserved_key]\n"},
        LoadCase{"UnknownLegOfACommand", does("{ hangup: {}, leg: dna }"),
                 "11:32-35 error: there is no leg or person `dna`; did you mean `dana`? [unresolved_name]\n"},
        LoadCase{"LegOfOurOwnAction", does("{ log: x, leg: dana }"),
                 "11:23-26 error: `leg` stands beside Call Control commands only [unknown_key]\n"},
        LoadCase{"TransferToACaller", does("transfer: { to: \"${caller.number}\" }"),
                 "11:29-47 error: `to` takes no template, or a caller could choose whom it rings; write "
                 "`person: name` or a literal address [template_not_allowed]\n"},
        LoadCase{"TransferToAVariable", does("transfer: { to: \"{{number}}\" }"),
                 "11:29-41 error: `to` takes no template, or a caller could choose whom it rings; write "
                 "`person: name` or a literal address [template_not_allowed]\n"},
        LoadCase{"TransferToAStranger", does("transfer: { person: dna }"),
                 "11:33-36 error: there is no person `dna`; did you mean `dana`? [unresolved_name]\n"},
        LoadCase{"TransferToBoth", does("transfer: { person: dana, to: \"+13125550112\" }"),
                 "11:25-31 error: give either `person` or `to` [both_given]\n"},
        LoadCase{"TransferToAWord", does("transfer: { to: desk }"),
                 "11:29-33 error: `to` is an E.164 number or a SIP URI, not `desk` [not_a_number]\n"},
        LoadCase{"ReferToATemplate", does("refer: { sip_address: \"${caller.number}\" }"),
                 "11:35-53 error: `sip_address` takes no template, or a caller could choose whom it rings; "
                 "write `person: name` or a literal address [template_not_allowed]\n"},
        LoadCase{"ReferToAPhone", does("refer: { person: dana }"),
                 "11:30-34 error: `sip_address` is a SIP URI, not `+13125550111` [not_a_number]\n"},
        LoadCase{"ReplyToNobody", does("reply: { say: x }", "call.hangup"),
                 "11:13-18 error: `reply` answers a tool or an operator; nothing asks here [misplaced]\n"},
        LoadCase{"TimerWithoutUnit", does("timer: { name: a, after: 5 }"),
                 "11:38-39 error: `after` is a duration: `5` needs a unit; write `500ms`, `20s`, `4m` or "
                 "`2h` [bad_unit]\n"},
        LoadCase{"SetAList", does("set: { a: [] }"),
                 "11:23-24 error: `a` wants a text, this is a list [wrong_type]\n"},
        LoadCase{"UnclosedTemplate", does("log: \"${caller.number\""),
                 "11:18-35 error: `${` is never closed; add `}`, or write `$${` for the characters "
                 "themselves [template_syntax]\n"},
        LoadCase{"UnknownRoot", does("log: \"${calller.number}\""),
                 "11:21-35 error: no value is called `calller`; did you mean `caller`? [unknown_root]\n"},
        LoadCase{"EnvironmentIsNotForWorkflows", does("log: \"${env.SECRET}\""),
                 "11:21-31 error: no value is called `env`; it exists only in the service configuration "
                 "[unknown_root]\n"},
        LoadCase{"PersonWhereThereIsNone", does("log: \"${person.name}\""),
                 "11:21-32 error: `person.name` has no value in a rule; there are call, caller, event, "
                 "conversation, run, winner, vars and insights [root_not_possible]\n"},
        LoadCase{"TemplateInABody", does("speak: { payload: \"${nobody.name}\" }"),
                 "11:34-45 error: no value is called `nobody`; a path begins with call, caller, event, "
                 "conversation, run, person, winner, vars, insights, "
                 "directory or lookup [unknown_root]\n"},
        LoadCase{"OnErrorIsAWord", does("{ hangup: {}, on_error: true }"),
                 "11:37-41 error: `on_error` is stop or continue, not `true` [not_accepted]\n"},
        LoadCase{"ActionWithADash", does("ai-assistant-stop"),
                 "11:13-30 error: `ai-assistant-stop` is no action; did you mean `ai_assistant_stop`? "
                 "[unknown_action]\n"},
        LoadCase{"ActionInCapitals", does("Hangup"),
                 "11:13-19 error: `Hangup` is no action; did you mean `hangup`? [unknown_action]\n"},
        LoadCase{"SwappedLetters", does("hagnup"),
                 "11:13-19 error: `hagnup` is no action; did you mean `hangup`? [unknown_action]\n"},
        LoadCase{
            "MisspeltKeyOfAnAction", does("tell_assistant: { txt: a }"),
            "11:31-34 error: `txt` is not a key of `tell_assistant`; did you mean `text`? [unknown_key]\n"},
        LoadCase{"KeyOfAnotherAction", does("tell_assistant: { text: a, after: 5s }"),
                 "11:40-45 error: `after` is not a key of `tell_assistant`; there are text and say "
                 "[unknown_key]\n"},
        LoadCase{"TimerTooSoon", does("timer: { name: a, after: 50ms }"),
                 "11:38-42 error: `after` is 100ms to 24h, not `50ms` [out_of_range]\n"},
        LoadCase{"NestedFieldOfACommand", does("ai_assistant_start: { assistant: { id: a, greting: x } }"),
                 "11:55-62 error: `ai_assistant_start` has no field `assistant.greting`; did you mean "
                 "`greeting`? [unknown_key]\n"},
        LoadCase{"FieldOutOfRange", does("gather_using_speak: { payload: x, maximum_digits: 200 }"),
                 "11:47-61 error: `gather_using_speak`: `maximum_digits` must be at least 1 and at most 128 "
                 "[out_of_range]\n"},
        LoadCase{
            "FieldOfTheWrongType", does("gather_using_speak: { payload: x, maximum_digits: many }"),
            "11:47-61 error: `gather_using_speak`: `maximum_digits` must be a whole number [wrong_type]\n"},
        LoadCase{
            "ValueNearlyAccepted", does("speak: { payload: x, language: en-UK }"),
            R"(11:34-42 error: `speak`: `language` accepts arb, cmn-CN, cy-GB, da-DK, de-DE, en-AU, en-GB, en-GB-WLS, en-IN, en-US, es-ES, es-MX and 17 more, not "en-UK"; did you mean en-US? [not_accepted])"
            "\n"},
        LoadCase{"TransferToNobody", does("transfer: {}"),
                 "11:13-21 error: `transfer`: `to` is required; `person: NAME` gives it [missing_key]\n"},
        LoadCase{"TransferToANumberWithBlanks", does("transfer: { to: \"+1 312 555 0112\" }"),
                 "11:29-46 error: `to` is an E.164 number or a SIP URI, not `+1 312 555 0112`; did you mean "
                 "`+13125550112`? [not_a_number]\n"},
        LoadCase{"TransferByTheWrongKey", does("transfer: { persn: dana }"),
                 "11:25-30 error: `transfer` has no field `persn`; did you mean `person`? [unknown_key]\n"},
        LoadCase{"ReferToAStranger", does("refer: { person: dna }"),
                 "11:30-33 error: there is no person `dna`; did you mean `dana`? [unresolved_name]\n"},
        LoadCase{
            "MisspeltPath", does("log: \"To ${winner.nam} for ${run.reason}\""),
            "11:24-34 error: there is no value `winner.nam`; did you mean `winner.name`? [unknown_path]\n"},
        LoadCase{
            "MisspeltPathBehindARightOne", does("log: \"${winner.name} ${winner.nam}\""),
            "11:36-46 error: there is no value `winner.nam`; did you mean `winner.name`? [unknown_path]\n"},
        LoadCase{
            "MisspeltReason", does("log: \"${run.reson | none}\""),
            "11:21-30 error: there is no value `run.reson`; did you mean `run.reason`? [unknown_path]\n"},
        LoadCase{"MisspeltFrom", does("log: \"${call.fro}\""),
                 "11:21-29 error: there is no value `call.fro`; did you mean `call.from`? [unknown_path]\n"},
        LoadCase{
            "NameThatACallerHasNot", does("log: \"${caller.x}\""),
            "11:21-29 error: there is no value `caller.x`; there is only caller.number [unknown_path]\n"},
        LoadCase{"NameThatAWinnerHasNot", does("log: \"${winner.phone}\""),
                 "11:21-33 error: there is no value `winner.phone`; there are winner.name and winner.number "
                 "[unknown_path]\n"},
        LoadCase{"RootAlone", does("log: \"${run}\""),
                 "11:21-24 error: there is no value `run`; there are run.reason, run.step, run.escalation, "
                 "run.number, run.state and run.with.NAME [unknown_path]\n"},
        LoadCase{"InsightsAlone", does("log: \"${insights}\""),
                 "11:21-29 error: `insights` names no value; write `insights.NAME` [unknown_path]\n"},
        LoadCase{"WithAlone", does("log: \"${run.with.}\""),
                 "11:18-32 error: `${run.with.}` holds no path; write `${caller.number}` or `${path | "
                 "default}` [template_syntax]\n"},
        LoadCase{
            "MisspeltPerson",
            Sample{.rules = "      - { on: call.hangup, leg: dana, do: [ log: \"${person.nmae}\" ] }\n"},
            "9:53-64 error: there is no value `person.nmae`; did you mean `person.name`? [unknown_path]\n"},
        LoadCase{"NoMap", does("[ hangup ]"),
                 "11:13-14 error: `do` wants actions, each a name or a map such as `speak: {payload: …}`, "
                 "this is a list [wrong_type]\n"}),
    kCaseName);

}  // namespace
}  // namespace callwright::tests::language_error_actions
