#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_error_escalations {
namespace {

Sample escalation(const std::string& text) { return {.escalation = "    " + text + "\n"}; }

Sample step(const std::string& text) { return {.steps = "    steps: [ " + text + " ]\n"}; }

class EscalationError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(EscalationError, SaysWhatIsWrongAndWhere) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Escalations, EscalationError,
    ::testing::Values(
        LoadCase{"NoSteps", Sample{.steps = "    repeat: 0\n"},
                 "12:3-8 error: an escalation needs the key `steps` [missing_key]\n"},
        LoadCase{"EmptySteps", step(""),
                 "13:12-13 error: an escalation has at least one step [empty_list]\n"},
        LoadCase{"NobodyToRing", step("{ ring: [] }"),
                 "13:22-23 error: a step rings at least one person, group or rotation [empty_list]\n"},
        LoadCase{"RingMissing", step("{ for: 5s }"),
                 "13:14-15 error: a step needs the key `ring` [missing_key]\n"},
        LoadCase{"Stranger", step("{ ring: [dna] }"),
                 "13:23-26 error: there is no person, group or rotation `dna`; did you mean `dana`? "
                 "[unresolved_name]\n"},
        LoadCase{"TooShort", step("{ ring: dana, for: 4s }"),
                 "13:33-35 error: `for` is 5s to 10m in whole seconds, not `4s` [out_of_range]\n"},
        LoadCase{"TooLong", step("{ ring: dana, for: 601s }"),
                 "13:33-37 error: `for` is 5s to 10m in whole seconds, not `601s` [out_of_range]\n"},
        LoadCase{"NoWholeSeconds", step("{ ring: dana, for: 5500ms }"),
                 "13:33-39 error: `for` is 5s to 10m in whole seconds, not `5500ms` [out_of_range]\n"},
        LoadCase{"UnknownOrder", step("{ ring: dana, order: random }"),
                 "13:35-41 error: `order` is all, sequence or stagger, not `random` [not_accepted]\n"},
        LoadCase{
            "DuringAnUnknownSchedule", step("{ ring: dana, during: x }"),
            "13:36-37 error: there is no schedule `x`; define it or use one that exists [unresolved_name]\n"},
        LoadCase{"OutsideOfNothing", step("{ ring: dana, outside: \"\" }"),
                 "13:37-39 error: `outside` is empty; leave the key out instead [empty_text]\n"},
        LoadCase{"NoTries", step("{ ring: dana, tries: 0 }"),
                 "13:35-36 error: `tries` is 1 to 10, not `0` [out_of_range]\n"},
        LoadCase{"GapWithoutUnit", step("{ ring: dana, gap: 2 }"),
                 "13:28-31 warning: `gap` lies between tries; write `tries: 2` or more [ignored_key]\n"
                 "13:33-34 error: `gap` is a duration: `2` needs a unit; write `500ms`, `20s`, `4m` or `2h` "
                 "[bad_unit]\n"},
        LoadCase{
            "BusyNeitherWaitsNorSkips", step("{ ring: dana, busy: skips }"),
            "13:34-39 error: `busy` is wait or skip, not `skips`; did you mean `skip`? [not_accepted]\n"},
        LoadCase{"PlainOnIsNoDetection", escalation("machine_detection: on"),
                 "14:24-26 error: `machine_detection` is none, detect or premium, not `on` [not_accepted]\n"},
        LoadCase{"CallerInThePrompt", escalation("accept: { prompt: \"${caller.number}\" }"),
                 "14:26-39 error: `caller.number` may not stand in `prompt`: a voicemail may record it; say "
                 "it in `briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"ReasonInThePrompt", escalation("accept: { prompt: \"${run.reason}\" }"),
                 "14:26-36 error: `run.reason` may not stand in `prompt`: a voicemail may record it; say it "
                 "in `briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"WithInThePrompt", escalation("accept: { prompt: \"${run.with.name}\" }"),
                 "14:26-39 error: `run.with.name` may not stand in `prompt`: a voicemail may record it; say "
                 "it in `briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"CallFromInThePrompt", escalation("accept: { prompt: \"${call.from}\" }"),
                 "14:26-35 error: `call.from` may not stand in `prompt`: a voicemail may record it; say it "
                 "in `briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"EventInThePrompt", escalation("accept: { prompt: \"${event.x}\" }"),
                 "14:26-33 error: `event.x` may not stand in `prompt`: a voicemail may record it; say it in "
                 "`briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"InsightsInThePrompt", escalation("accept: { prompt: \"${insights.x}\" }"),
                 "14:26-36 error: `insights.x` may not stand in `prompt`: a voicemail may record it; say it "
                 "in `briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"VarsInThePrompt", escalation("accept: { prompt: \"${vars.x}\" }"),
                 "14:26-32 error: `vars.x` may not stand in `prompt`: a voicemail may record it; say it in "
                 "`briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"ConversationInThePrompt", escalation("accept: { prompt: \"${conversation.id}\" }"),
                 "14:26-41 error: `conversation.id` may not stand in `prompt`: a voicemail may record it; "
                 "say it in `briefing`, which only a person hears [caller_data]\n"},
        LoadCase{"WinnerBeforeThereIsOne", escalation("caller: { started: \"${winner.name}\" }"),
                 "14:27-38 error: `winner.name` has no value in a text for the caller; there are call, "
                 "caller, conversation, run, vars and insights [root_not_possible]\n"},
        LoadCase{"EventInOtherwise", escalation("otherwise: [ { log: \"${event.x}\" } ]"),
                 "14:28-35 error: `event.x` has no value in `otherwise`; there are call, caller, "
                 "conversation, run, vars and insights [root_not_possible]\n"},
        LoadCase{"SameKeyTwice", escalation("accept: { keys: { decline: 1 } }"),
                 "14:32-33 error: `1` is both `accept` and `decline`; `accept`, `decline` and `repeat` need "
                 "three different keys [same_key]\n"},
        LoadCase{
            "KeyOfTwoDigits", escalation("accept: { keys: { accept: 12 } }"),
            R"(14:31-33 error: `accept` is one key of a phone: 0 to 9, `"*"` or `"#"`, not `12` [not_accepted])"
            "\n"},
        LoadCase{"AcceptIsAMapOrNone", escalation("accept: any"),
                 "14:13-16 error: `accept` wants a map, or `none`, this is the text `any` [wrong_type]\n"},
        LoadCase{"HoldIsNoAddress", escalation("caller: { hold: { audio_url: hold.mp3 } }"),
                 "14:34-42 error: `audio_url` is the https address of an audio file [not_accepted]\n"},
        LoadCase{"UnknownJoin", escalation("join: { mode: conference }"),
                 "14:19-29 error: `mode` is conversation or bridge, not `conference` [not_accepted]\n"},
        LoadCase{"CallerIdThatIsNoNumber", escalation("from: \"sip:a@b.c\""),
                 "14:11-22 error: `from` is the caller id, one of your numbers in E.164, not `sip:a@b.c` "
                 "[not_a_number]\n"},
        LoadCase{"EscalationToNobody", escalation("otherwise: [ { escalate: second } ]"),
                 "14:30-36 error: there is no escalation `second`; define it or use one that exists "
                 "[unresolved_name]\n"},
        LoadCase{"KeyOfAStep", escalation("for: 20s"),
                 "14:5-8 error: `for` is not a key of an escalation; it belongs to a step [unknown_key]\n"},
        LoadCase{
            "KeyOfAccept", escalation("prompt: Please."),
            "14:5-11 error: `prompt` is not a key of an escalation; it belongs to `accept` [unknown_key]\n"},
        LoadCase{
            "EscalationKeyInAStep", step("{ ring: dana, deadline: 4m }"),
            "13:28-36 error: `deadline` is not a key of a step; it belongs to an escalation [unknown_key]\n"},
        LoadCase{"MisspeltKey", escalation("deadlin: 4m"),
                 "14:5-12 error: `deadlin` is not a key of an escalation; did you mean `deadline`? "
                 "[unknown_key]\n"},
        LoadCase{"KeyWithADash", escalation("machine-detection: none"),
                 "14:5-22 error: `machine-detection` is not a key of an escalation; did you mean "
                 "`machine_detection`? [unknown_key]\n"},
        LoadCase{"AWordOfTheKey", escalation("detection: none"),
                 "14:5-14 error: `detection` is not a key of an escalation; did you mean "
                 "`machine_detection`? [unknown_key]\n"},
        LoadCase{"KeyOfKeysInAccept", escalation("accept: { decline: 2 }"),
                 "14:15-22 error: `decline` is not a key of `accept`; it belongs to `keys` [unknown_key]\n"},
        LoadCase{"MisspeltChoice", escalation("machine_detection: premum"),
                 "14:24-30 error: `machine_detection` is none, detect or premium, not `premum`; did you mean "
                 "`premium`? [not_accepted]\n"},
        LoadCase{"MisspeltFallback", escalation("join: { if_fails: brige }"),
                 "14:23-28 error: `if_fails` is bridge or next, not `brige`; did you mean `bridge`? "
                 "[not_accepted]\n"},
        LoadCase{"SwappedLettersInAStep", step("{ rnig: [dana] }"),
                 "13:16-20 error: `rnig` is not a key of a step; did you mean `ring`? [unknown_key]\n"},
        LoadCase{"DurationWithoutUnit", step("{ ring: dana, for: 20 }"),
                 "13:33-35 error: `for` is a duration: `20` needs a unit; write `500ms`, `20s`, `4m` or `2h` "
                 "[bad_unit]\n"},
        LoadCase{"TooManyLaps", escalation("repeat: 21"),
                 "14:13-15 error: `repeat` is 0 to 20, not `21` [out_of_range]\n"},
        LoadCase{"DeadlineTooShort", escalation("deadline: 4s"),
                 "14:15-17 error: `deadline` is 5s to 24h, not `4s` [out_of_range]\n"},
        LoadCase{"TooManyPrompts", escalation("accept: { prompts: 11 }"),
                 "14:24-26 error: `prompts` is 1 to 10, not `11` [out_of_range]\n"},
        LoadCase{"WithinTooLong", escalation("accept: { within: 61s }"),
                 "14:23-26 error: `within` is 1s to 1m, not `61s` [out_of_range]\n"},
        LoadCase{"PersonInATextForTheCaller", escalation("caller: { next: \"${person.name}\" }"),
                 "14:24-35 error: `person.name` has no value in a text for the caller; there are call, "
                 "caller, conversation, run, vars and insights [root_not_possible]\n"},
        LoadCase{"WinnerWhileWaiting", escalation("caller: { waiting: \"${winner.name}\" }"),
                 "14:27-38 error: `winner.name` has no value in a text for the caller; there are call, "
                 "caller, conversation, run, vars and insights [root_not_possible]\n"},
        LoadCase{"WinnerInOtherwise", escalation("otherwise: [ { speak: { payload: x }, leg: winner } ]"),
                 "14:48-54 error: `leg: winner` names nobody in `otherwise` [root_not_possible]\n"},
        LoadCase{"EventLegInOtherwise", escalation("otherwise: [ { hangup: {}, leg: event } ]"),
                 "14:37-42 error: `leg: event` names nobody in `otherwise` [root_not_possible]\n"},
        LoadCase{"ReplyInOtherwise", escalation("otherwise: [ { reply: { say: x } } ]"),
                 "14:20-25 error: `reply` answers a tool or an operator; nothing asks here [misplaced]\n"},
        LoadCase{"SameKeyInBoth", escalation("accept: { keys: { accept: \"5\", repeat: \"5\" } }"),
                 "14:44-47 error: `5` is both `accept` and `repeat`; `accept`, `decline` and `repeat` need "
                 "three different keys [same_key]\n"},
        LoadCase{
            "MisspeltPathInThePrompt", escalation("accept: { prompt: \"${person.nam}, a call for you.\" }"),
            "14:26-36 error: there is no value `person.nam`; did you mean `person.name`? [unknown_path]\n"},
        LoadCase{"CallerIdWithBlanks", escalation("from: \"+1 312 555 0100\""),
                 "14:11-28 error: `from` is the caller id, one of your numbers in E.164, not `+1 312 555 "
                 "0100`; did you mean `+13125550100`? [not_a_number]\n"},
        LoadCase{"HoldWithoutAddress", escalation("caller: { hold: {} }"),
                 "14:21-22 error: `hold` needs the key `audio_url` [missing_key]\n"}),
    kCaseName);

}  // namespace
}  // namespace callwright::tests::language_error_escalations
