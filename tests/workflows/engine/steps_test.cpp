#include "tests/support/call_script.hpp"

#include <string>

#include <gtest/gtest.h>

// Who is rung and when: the order of a step, tries and gaps, busy people, laps, rounds and limits.

namespace callwright::tests::steps {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Three people and the given steps; `more` are further keys of the escalation, each on its own line.
std::string with_steps(const std::string& steps, const std::string& more = "",
                       const std::string& limits = "{}") {
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
  chloe: { name: Chloe, phone: "+13125550113" }
groups:
  everybody: { members: [ana, ben, chloe] }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    limits: )" +
         limits + R"(
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human:
    steps: [ )" +
         steps + " ]\n" + more;
}

/// Whom the dials went to, in order: `ana ben ana`.
std::string rung(const CallScript& call) {
  std::string text;
  for (const auto& attempt : call.call.attempts) text += (text.empty() ? "" : " ") + attempt.person;
  return text;
}

CallScript escalated(const std::string& yaml) {
  CallScript call(yaml);
  call.to_ringing();
  return call;
}

void no_answer(CallScript& call, int leg) {
  if (call.open("dial", leg) != nullptr) call.accept("dial", leg);
  call.webhook("call.hangup", leg, {{"hangup_cause", "timeout"}});
}

void accept_key(CallScript& call, int leg) {
  if (call.open("dial", leg) != nullptr) call.accept("dial", leg);
  call.answer_as_human(leg);
  call.webhook("call.dtmf.received", leg, {{"digit", "1"}});
}

bool is_skipped(const CallScript& call, std::string_view person, std::string_view why) {
  const auto line = "\"person\":\"" + std::string(person) + "\",\"why\":\"" + std::string(why) + "\"";
  return call.log().find(line) != std::string::npos;
}

TEST(Steps, AllRingsEverybodyAtOnce) {
  EXPECT_EQ(rung(escalated(with_steps("{ ring: [everybody] }"))), "ana ben chloe");
}

TEST(Steps, PersonInTwoGroupsIsRungOnce) {
  EXPECT_EQ(rung(escalated(with_steps("{ ring: [ben, everybody] }"))), "ben ana chloe");
}

TEST(Steps, SequenceRingsTheNextAtOnceWhenOneIsOver) {
  for (const auto* end : {"no_answer", "declined"}) {
    auto call = escalated(with_steps("{ ring: [everybody], order: sequence }"));
    ASSERT_EQ(rung(call), "ana");
    if (std::string_view(end) == "no_answer") {
      no_answer(call, 1);
    } else {
      call.answer_as_human(1);
      call.webhook("call.dtmf.received", 1, {{"digit", "2"}});
    }
    EXPECT_EQ(call.outcome("ana"), end);
    EXPECT_EQ(rung(call), "ana ben");
  }
}

TEST(Steps, StaggerRingsOneMoreEveryWhile) {
  auto call = escalated(with_steps("{ ring: [everybody], order: stagger, every: 8s, for: 25s }"));
  EXPECT_EQ(rung(call), "ana");
  call.pass(seconds{8});
  EXPECT_EQ(rung(call), "ana ben");
  call.pass(seconds{8});
  EXPECT_EQ(rung(call), "ana ben chloe");
}

TEST(Steps, StaggerDoesNotWaitWhileNobodyIsRung) {
  auto call = escalated(with_steps("{ ring: [everybody], order: stagger, every: 8s }"));
  no_answer(call, 1);
  EXPECT_EQ(rung(call), "ana ben");
  call.accept("dial", 2);
  call.pass(milliseconds{7900});
  EXPECT_EQ(rung(call), "ana ben") << "the interval counts from the last phone that began to ring";
  call.pass(milliseconds{100});
  EXPECT_EQ(rung(call), "ana ben chloe");
}

TEST(Steps, TriesWalkTheWholeListAgain) {
  auto call = escalated(with_steps("{ ring: [ana, ben], order: sequence, tries: 2 }"));
  for (int leg = 1; leg <= 4; ++leg) no_answer(call, leg);
  EXPECT_EQ(rung(call), "ana ben ana ben");
  EXPECT_EQ(call.state(), "conversing");
}

TEST(Steps, LaterTriesAreOnlyForPeopleWhomNobodyReached) {
  struct Case {
    const char* outcome;
    const char* cause;  // of the hangup; empty: the person answers and declines
    bool is_rung_again;
  };
  for (const auto& [outcome, cause, is_rung_again] :
       {Case{"no_answer", "timeout", true}, Case{"busy", "user_busy", true},
        Case{"failed", "not_found", true}, Case{"rejected", "call_rejected", false},
        Case{"declined", "", false}}) {
    auto call = escalated(with_steps("{ ring: [ana], tries: 2 }"));
    if (*cause == '\0') {
      call.answer_as_human(1);
      call.webhook("call.dtmf.received", 1, {{"digit", "2"}});
      call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
    } else {
      call.webhook("call.hangup", 1, {{"hangup_cause", cause}});
    }
    EXPECT_EQ(name_of(call.call.attempts.at(0).outcome), outcome);
    EXPECT_EQ(rung(call), is_rung_again ? "ana ana" : "ana") << outcome;
  }
}

TEST(Steps, GapLiesBetweenTheTries) {
  auto call = escalated(with_steps("{ ring: [ana, ben], tries: 2, gap: 5s }"));
  no_answer(call, 1);
  no_answer(call, 2);
  call.pass(milliseconds{4900});
  EXPECT_EQ(rung(call), "ana ben");
  EXPECT_EQ(call.state(), "escalating");
  call.pass(milliseconds{100});
  EXPECT_EQ(rung(call), "ana ben ana ben");
}

TEST(Steps, NoGapBeforeTheNextStep) {
  auto call = escalated(with_steps("{ ring: [ana], tries: 2, gap: 5s }, { ring: [ben] }"));
  call.answer_as_human(1);
  call.webhook("call.dtmf.received", 1, {{"digit", "2"}});
  EXPECT_EQ(rung(call), "ana ben") << "nobody is left for a second try";
}

TEST(Steps, DefaultDeadlineHoldsAllTriesAndGaps) {
  const auto deadline = [](const std::string& step) {
    return CallScript(with_steps(step)).bundle().escalation("human")->deadline;
  };
  const auto once = deadline("{ ring: [ana] }");
  EXPECT_EQ(deadline("{ ring: [ana], tries: 3, gap: 7s }"), 3 * once + seconds{14});
}

TEST(Steps, BusyPersonIsRungWhenFreeOrPassedAtOnce) {
  for (const bool waits : {true, false}) {
    CallScript call(
        with_steps(std::string("{ ring: [ana], busy: ") + (waits ? "wait" : "skip") + " }, { ring: [ben] }"));
    call.to_conversing();
    call.apply(Input{.at = call.now, .what = input::AddressBusy{"+13125550111"}});
    call.tool("escalate_to_human");
    EXPECT_EQ(rung(call), waits ? "" : "ben");
    EXPECT_EQ(is_skipped(call, "ana", "on the phone"), !waits);
    call.pass(seconds{2});
    EXPECT_EQ(rung(call), waits ? "ana" : "ben");
  }
}

TEST(Steps, EmptyStepsAreSkippedWithAReason) {
  auto call = escalated(with_steps("{ ring: [ana] }, { ring: [ana] }, { ring: [ben] }"));
  call.answer_as_human(1);
  call.webhook("call.dtmf.received", 1, {{"digit", "2"}});
  EXPECT_EQ(rung(call), "ana ben");
  EXPECT_NE(call.log().find(R"("what":"step_skipped","step":"2")"), std::string::npos);
}

TEST(Steps, LapsRepeatAllStepsAndGivePeopleWhoDeclinedAnotherChance) {
  auto call = escalated(with_steps("{ ring: [ana] }, { ring: [ben] }", "    repeat: 1\n"));
  call.answer_as_human(1);
  call.webhook("call.dtmf.received", 1, {{"digit", "2"}});
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  no_answer(call, 2);
  EXPECT_EQ(rung(call), "ana ben ana");
  no_answer(call, 3);
  no_answer(call, 4);
  EXPECT_EQ(rung(call), "ana ben ana ben");
  EXPECT_EQ(call.state(), "conversing");
}

TEST(Steps, AfterTheDeadlineNobodyNewIsRungAndAnAnsweredPersonMayStillAccept) {
  auto call = escalated(with_steps("{ ring: [ana], for: 60s }, { ring: [ben] }", "    deadline: 30s\n"));
  call.pass(seconds{29});
  call.webhook("call.answered", 1);
  call.webhook("call.machine.premium.detection.ended", 1, {{"result", "human_residence"}});
  call.accept("gather_using_speak", 1);
  call.pass(seconds{5});
  EXPECT_EQ(call.state(), "escalating");
  call.webhook("call.dtmf.received", 1, {{"digit", "1"}});
  EXPECT_NE(call.log().find(R"("what":"winner")"), std::string::npos);

  auto late = escalated(with_steps("{ ring: [ana], for: 60s }, { ring: [ben] }", "    deadline: 30s\n"));
  late.pass(seconds{31});
  no_answer(late, 1);
  EXPECT_EQ(rung(late), "ana");
  EXPECT_EQ(late.state(), "conversing");
}

TEST(Steps, WhoAcceptsWhileNewerPhonesRingWinsAndTheyAreHungUp) {
  auto call = escalated(with_steps("{ ring: [ana, ben], order: stagger, every: 8s, for: 60s }"));
  call.answer_as_human(1);
  call.pass(seconds{8});
  ASSERT_EQ(rung(call), "ana ben");
  call.accept("dial", 2);
  call.webhook("call.dtmf.received", 1, {{"digit", "1"}});
  EXPECT_EQ(call.outcome("ben"), "cancelled");
  EXPECT_NE(call.open("hangup", 2), nullptr);
}

TEST(Steps, NextRoundRingsWhoLostFirstAndThenWhoeverWasNotRungYet) {
  auto call = escalated(with_steps("{ ring: [everybody] }", "", "{ legs: 3 }"));
  ASSERT_EQ(rung(call), "ana ben");
  accept_key(call, 1);
  EXPECT_EQ(call.outcome("ben"), "cancelled");
  call.webhook("call.hangup", 2, {{"hangup_cause", "originator_cancel"}});
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.outcome("ana"), "abandoned");
  EXPECT_EQ(rung(call), "ana ben ben chloe");
}

TEST(Steps, SequenceGoesOnAfterAnAbandonedJoin) {
  auto call = escalated(with_steps("{ ring: [ana, ben], order: sequence }"));
  accept_key(call, 1);
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(rung(call), "ana ben");
}

TEST(Steps, OnlySoManyPhonesRingAtOnce) {
  auto call = escalated(with_steps("{ ring: [everybody] }", "", "{ parallel: 2 }"));
  EXPECT_EQ(rung(call), "ana ben");
  call.answer_as_human(1);
  EXPECT_EQ(rung(call), "ana ben chloe") << "a phone that was answered does not ring";
}

TEST(Steps, OnlySoManyLegsLiveAtOnce) {
  auto call = escalated(with_steps("{ ring: [everybody] }", "", "{ legs: 3 }"));
  EXPECT_EQ(rung(call), "ana ben") << "the caller is one of three";
  call.answer_as_human(1);
  EXPECT_EQ(rung(call), "ana ben");
  no_answer(call, 2);
  EXPECT_EQ(rung(call), "ana ben chloe");
}

TEST(Steps, AttemptsOfACallAreLimited) {
  auto call = escalated(with_steps("{ ring: [ana], tries: 10 }", "", "{ attempts: 3 }"));
  for (int leg = 1; leg <= 3; ++leg) no_answer(call, leg);
  EXPECT_EQ(rung(call), "ana ana ana");
  EXPECT_EQ(call.state(), "conversing");
  EXPECT_NE(call.log().find("limits.attempts"), std::string::npos);
}

TEST(Steps, RunsOfACallAreLimited) {
  auto call = escalated(with_steps("{ ring: [ana] }", "", "{ runs: 1 }"));
  no_answer(call, 1);
  call.pass(seconds{20});
  EXPECT_EQ(call.tool("escalate_to_human").body.text(),
            R"({"status":"unavailable","say":"Nobody could pick up."})");
  EXPECT_EQ(rung(call), "ana");
}

TEST(Steps, NoFreeChannelHalvesTheParallelPhonesAndThePersonWaitsAgain) {
  struct Case {
    const char* code;
    const char* detail;
  };
  for (const auto& [code, detail] :
       {Case{"90041", ""}, Case{"90042", ""}, Case{"90043", ""}, Case{"D1", ""}, Case{"D22", ""},
        Case{"10010", "Dial rejected: D3, connection channel limit"}}) {
    CallScript call(with_steps("{ ring: [everybody] }", "", "{ parallel: 2 }"));
    call.to_conversing();
    call.tool("escalate_to_human");
    ASSERT_EQ(rung(call), "ana ben");
    call.accept("dial", 1);
    call.apply(Input{
        .at = call.now,
        .what = input::Replied{
            .intent = call.open("dial", 2)->number,
            .reply = Reply{.kind = Reply::Kind::Refused, .status = 403, .code = code, .detail = detail}}});
    EXPECT_EQ(call.outcome("ben"), "no_capacity") << code;
    EXPECT_EQ(rung(call), "ana ben");
    call.pass(seconds{3});
    EXPECT_EQ(rung(call), "ana ben") << "one phone at once from now on, and Ana's rings";
    no_answer(call, 1);
    EXPECT_EQ(rung(call), "ana ben ben") << code;
    no_answer(call, 3);
    EXPECT_EQ(rung(call), "ana ben ben chloe");
  }
}

TEST(Steps, PersonForWhomNoChannelGetsFreeIsPassedAfterTheRingTime) {
  CallScript call(with_steps("{ ring: [ana], for: 20s }, { ring: [ben] }"));
  call.to_conversing();
  call.tool("escalate_to_human");
  for (int i = 0; i < 20 && call.open("dial") != nullptr && call.call.attempts.back().person == "ana"; ++i) {
    call.refuse("dial", "90041", 403);
    call.pass(seconds{8});
  }
  EXPECT_TRUE(is_skipped(call, "ana", "no channel free")) << call.log();
  EXPECT_EQ(call.call.attempts.back().person, "ben");
  EXPECT_LE(call.count("dial"), 6) << "no storm of repetitions";
}

TEST(Steps, PermanentRefusalIsATypedOutcomeAndNotRepeated) {
  for (const int status : {401, 403, 404, 422}) {
    CallScript call(with_steps("{ ring: [ana] }"));
    call.to_conversing();
    call.tool("escalate_to_human");
    call.refuse("dial", "10009", status);
    EXPECT_EQ(call.outcome("ana"), "failed") << status;
    EXPECT_EQ(call.count("dial"), 1);
    call.pass(minutes{3});
    EXPECT_EQ(call.count("dial"), 1);
  }
}

}  // namespace
}  // namespace callwright::tests::steps
