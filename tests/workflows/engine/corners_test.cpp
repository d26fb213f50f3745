#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"

#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::corners {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Corners, UnmatchedCallIsRejectedAndClosed) {
  CallScript call(kTwoPeople);
  call.webhook("call.initiated", 0, {{"direction", "incoming"}, {"to", "+19995550100"}});
  EXPECT_EQ(call.state(), "failed");
  EXPECT_EQ(call.call.failure, "no_workflow");
  EXPECT_EQ(call.intents.at(0).body.text(), R"({"cause":"CALL_REJECTED"})");
  EXPECT_FALSE(is_closed(call.call)) << "the rejection is still to be sent";
  call.accept("reject");
  EXPECT_TRUE(is_closed(call.call));
}

TEST(Corners, CallerHangsUpWhileRinging) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.state(), "ending");
  EXPECT_EQ(call.outcome("ben"), "cancelled");
  EXPECT_NE(call.open("hangup", 2), nullptr) << "an unanswered phone is hung up";
  EXPECT_EQ(call.open("hangup", 1), nullptr);
  EXPECT_NE(call.said("speak").find("The caller has hung up."), std::string::npos);
  call.accept_everything();
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  call.webhook("call.dtmf.received", 1, {{"digit", "1"}});
  EXPECT_EQ(call.count("ai_assistant_join"), 0);
  call.accept("hangup", 1);
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.state(), "ending");
  call.webhook("call.hangup", 2, {{"hangup_cause", "originator_cancel"}});
  EXPECT_EQ(call.state(), "ended");
  EXPECT_EQ(call.call.outcome, "caller_gone");
}

TEST(Corners, CallerHangsUpBetweenAcceptAndJoin) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_NE(call.said("speak").find("The caller has hung up."), std::string::npos);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  EXPECT_EQ(call.open("hangup", 1), nullptr) << "the cut briefing's end is not the end of the reason";
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  EXPECT_NE(call.open("hangup", 1), nullptr);
  EXPECT_EQ(call.count("ai_assistant_join"), 0);
}

TEST(Corners, CallerHangsUpAfterTheJoin) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.to_joined(1);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_NE(call.said("speak").find("The caller has hung up."), std::string::npos);
  call.pass(seconds{8});
  EXPECT_NE(call.open("hangup", 1), nullptr);
  EXPECT_EQ(call.outcome("ana"), "joined");
}

TEST(Corners, DeclineSilenceAndMachineEndTheAttempt) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.dtmf.received", 1, {{"digit", "2"}});
  EXPECT_EQ(call.outcome("ana"), "declined");
  EXPECT_NE(call.open("hangup", 1), nullptr);
  call.answer_as_human(2);
  call.webhook("call.gather.ended", 2, {{"digits", ""}, {"status", "timeout"}});
  EXPECT_EQ(call.outcome("ben"), "no_key");
  EXPECT_EQ(call.state(), "conversing");
}

TEST(Corners, MachineThatAnsweredThePromptTooEarlyIsStillHungUp) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.answered", 1);
  EXPECT_EQ(call.count("gather_using_speak"), 0) << "the prompt waits for a verdict";
  call.pass(milliseconds{3500});
  EXPECT_EQ(call.count("gather_using_speak"), 1) << "but not longer than 3.5 s";
  call.webhook("call.machine.premium.detection.ended", 1, {{"result", "machine"}});
  EXPECT_EQ(call.outcome("ana"), "machine");
  EXPECT_NE(call.open("hangup", 1), nullptr);
}

TEST(Corners, AcceptKeyBeatsALaterMachineVerdict) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.answered", 1);
  call.pass(milliseconds{3500});
  call.webhook("call.dtmf.received", 1, {{"digit", "1"}});
  call.webhook("call.machine.premium.detection.ended", 1, {{"result", "machine"}});
  EXPECT_EQ(call.count("hangup"), 1) << "only the other phone";
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  call.accept("ai_assistant_join", 1);
  EXPECT_EQ(call.outcome("ana"), "joined");
}

TEST(Corners, VerdictsThatCountAsHuman) {
  for (const auto* result : {"human_residence", "human_business", "human", "not_sure", "silence"}) {
    CallScript call(kTwoPeople);
    call.to_ringing();
    call.webhook("call.answered", 1);
    call.webhook("call.machine.premium.detection.ended", 1, {{"result", result}});
    EXPECT_EQ(call.count("gather_using_speak"), 1) << result;
  }
}

TEST(Corners, VerdictsThatCountAsMachine) {
  for (const auto* result : {"machine", "fax_detected"}) {
    CallScript call(kTwoPeople);
    call.to_ringing();
    call.webhook("call.machine.premium.detection.ended", 1, {{"result", result}});
    EXPECT_EQ(call.outcome("ana"), "machine") << result << " before call.answered";
    call.webhook("call.answered", 1);
    EXPECT_EQ(call.count("gather_using_speak"), 0) << result;
  }
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.answered", 1);
  call.webhook("call.machine.premium.greeting.ended", 1, {{"result", "beep_detected"}});
  EXPECT_EQ(call.outcome("ana"), "machine") << "a beep without a verdict";
}

TEST(Corners, PromptCutByMachineDetectionIsRepeatedOnceAfterTheVerdict) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.answered", 1);
  call.pass(milliseconds{3500});
  call.accept("gather_using_speak", 1);
  call.webhook("call.gather.ended", 1, {{"digits", ""}, {"status", "cancelled_amd"}});
  EXPECT_EQ(call.count("gather_using_speak"), 1);
  call.webhook("call.machine.premium.detection.ended", 1, {{"result", "human_business"}});
  EXPECT_EQ(call.count("gather_using_speak"), 2);
  EXPECT_EQ(call.outcome("ana"), "open");
}

TEST(Corners, RepeatKeyAsksOnceMoreWhicheverReportComesFirst) {
  for (const bool dtmf_first : {true, false}) {
    CallScript call(kTwoPeople);
    call.to_ringing();
    call.answer_as_human(1);
    const auto dtmf = call.event("call.dtmf.received", 1, {{"digit", "*"}});
    const auto gather = call.event("call.gather.ended", 1, {{"digits", "*"}, {"status", "valid"}});
    call.deliver(dtmf_first ? dtmf : gather);
    EXPECT_EQ(call.count("gather_using_speak"), 2);
    call.deliver(dtmf_first ? gather : dtmf);
    EXPECT_EQ(call.outcome("ana"), "open") << "the second report of the same key does not count again";
    EXPECT_EQ(call.count("gather_using_speak"), 2);
    call.webhook("call.dtmf.received", 1, {{"digit", "*"}});
    EXPECT_EQ(call.outcome("ana"), "no_key") << "a second repetition is none";
  }
}

TEST(Corners, GateHasItsOwnDeadlineWhenTheEndOfTheGatherIsLost) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.pass(seconds{60});
  EXPECT_EQ(call.outcome("ana"), "no_key");
}

TEST(Corners, WinnerHangsUpDuringTheBriefingAndTheLoserIsRungAgainFirst) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.answer_as_human(2);
  call.webhook("call.dtmf.received", 1, {{"digit", "1"}});
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.outcome("ana"), "abandoned");
  EXPECT_EQ(find_run(call.call, 1)->round, 2);
  EXPECT_EQ(call.count("dial"), 2) << "still hears that somebody else has taken the call";
  call.webhook("call.hangup", 2, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.count("dial"), 3);
  EXPECT_EQ(call.call.attempts.back().person, "ben");
  EXPECT_EQ(call.state(), "escalating");
}

TEST(Corners, JoinAnswers90018AndTheNextRoundBegins) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  call.refuse("ai_assistant_join", "90018", 422, 1);
  EXPECT_EQ(call.outcome("ana"), "abandoned");
  EXPECT_EQ(call.call.attempts.back().person, "ben") << "whose phone stopped ringing for the winner";
}

TEST(Corners, RefusedBriefingJoinsAllTheSame) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.refuse("speak", "90033", 422, 1);
  EXPECT_NE(call.open("ai_assistant_join", 1), nullptr);
}

TEST(Corners, BriefingWithoutAnEndJoinsAfterTwentySeconds) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.pass(seconds{19});
  EXPECT_EQ(call.count("ai_assistant_join"), 0);
  call.pass(seconds{1});
  EXPECT_EQ(call.count("ai_assistant_join"), 1);
}

TEST(Corners, RefusedJoinBridgesTheTwoPeople) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  call.refuse("ai_assistant_join", "10027", 422, 1);
  EXPECT_EQ(call.said("bridge"), R"({"call_control_id":"v3:leg-1","park_after_unbridge":"self"})"
                                 "\n");
  call.accept("ai_assistant_stop");
  call.accept("bridge");
  EXPECT_EQ(call.state(), "joined");
}

TEST(Corners, ConversationThatIsNotKnownYetIsWaitedForThreeSeconds) {
  CallScript call(kTwoPeople);
  call.webhook("call.initiated", 0, {{"direction", "incoming"}});
  call.accept("answer");
  call.webhook("call.answered", 0);
  call.refuse("ai_assistant_start", "90061");
  EXPECT_EQ(call.state(), "conversing") << "90061: an earlier start had worked";
  call.tool("escalate_to_human");
  while (call.open("dial") != nullptr) call.accept("dial");
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  EXPECT_EQ(call.count("ai_assistant_join"), 0);
  call.pass(seconds{2});
  call.webhook("call.conversation.created", 0, {{"conversation_id", "c1"}});
  EXPECT_EQ(call.count("ai_assistant_join"), 1);
  EXPECT_EQ(call.count("bridge"), 0);
}

TEST(Corners, AssistantThatCannotStartNeverLeavesSilence) {
  CallScript call(kTwoPeople);
  call.webhook("call.initiated", 0, {{"direction", "incoming"}});
  call.accept("answer");
  call.webhook("call.answered", 0);
  call.refuse("ai_assistant_start", "10005", 404);
  EXPECT_EQ(call.state(), "ending");
  EXPECT_NE(call.open("speak", 0), nullptr);
  call.accept_everything();
  call.webhook("call.speak.ended", 0, {{"status", "completed"}});
  EXPECT_NE(call.open("hangup", 0), nullptr);
}

TEST(Corners, AssistantThatEndsOutsideARunIsFollowedByAGoodbye) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  EXPECT_EQ(call.state(), "ending");
  EXPECT_NE(call.open("speak", 0), nullptr);
}

TEST(Corners, EndOfAnOlderConversationOrOfAParticipantIsOnlyNoted) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "another"}});
  call.webhook("call.conversation.ended", 1, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  EXPECT_EQ(call.state(), "escalating");
  EXPECT_EQ(call.call.assistant, AssistantState::Running);
}

TEST(Corners, AssistantThatEndsAfterTheJoinBridgesAtOnce) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.to_joined(1);
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  EXPECT_NE(call.open("bridge", 0), nullptr);
  EXPECT_EQ(call.state(), "joined");
}

TEST(Corners, DialWithoutAnAnswerIsUnknownAndNotDialledAgain) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.tool("escalate_to_human");
  call.lose("dial", 1);
  call.accept("list_active_calls", 1);
  EXPECT_EQ(call.outcome("ana"), "unknown");
  call.refuse("dial", "10016", 422, 2);
  EXPECT_EQ(call.outcome("ben"), "failed");
  EXPECT_EQ(call.count("dial"), 2);
  EXPECT_EQ(call.state(), "conversing");
}

TEST(Corners, LegThatIsToEndBeforeItsIdIsKnownIsHungUpByTheFirstThatNamesIt) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.tool("escalate_to_human");
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_TRUE(call.open("dial", 1)->withdrawn);
  EXPECT_EQ(call.count("hangup"), 0);
  call.accept("dial", 1);
  EXPECT_NE(call.open("hangup", 1), nullptr);
  call.webhook("call.initiated", 2, {{"direction", "outgoing"}});
  EXPECT_NE(call.open("hangup", 2), nullptr);
}

TEST(Corners, HangupIsRepeatedUntilTheLegIsKnownToBeDead) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.count("hangup"), 2);
  call.lose("hangup", 1);
  call.pass(seconds{6});
  EXPECT_NE(call.open("hangup", 1), nullptr) << "sent again";
  EXPECT_EQ(call.state(), "ending") << "a call with a living leg is not closed";
  call.refuse("hangup", "90018", 422, 1);
  EXPECT_EQ(call.live_person_legs(), 1);
  call.refuse("hangup", "10005", 404, 2);
  EXPECT_EQ(call.state(), "ended");
}

TEST(Corners, SilenceLimitTellsTheCallerThatSomebodyIsStillTrying) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.pass(seconds{19});
  EXPECT_EQ(call.count("ai_assistant_add_messages"), 0);
  call.pass(seconds{1});
  EXPECT_NE(call.said("ai_assistant_add_messages").find("Still trying, please hold on."), std::string::npos);
}

TEST(Corners, CallerBridgedByTheAssistantsOwnTransferIsLeftAlone) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.webhook("call.bridged", 0);
  EXPECT_EQ(call.state(), "transferred");
  const auto sent = call.intents.size();
  call.pass(std::chrono::hours{3});
  for (auto i = sent; i < call.intents.size(); ++i)
    EXPECT_TRUE(is_question(call.intents[i].purpose)) << "only whether the caller is still there is asked";
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.state(), "ended");
}

TEST(Corners, ReportOfOurOwnBridgeThatComesAfterItIsNoTransfer) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  call.refuse("ai_assistant_join", "10027", 422, 1);
  call.accept("bridge");
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  const auto state = call.state();
  call.webhook("call.bridged", 0);
  EXPECT_EQ(call.state(), state);
  call.webhook("call.bridged", 0);
  EXPECT_EQ(call.state(), "transferred") << "every bridge is reported once";
}

TEST(Corners, BridgeRefusedBecauseThePersonHungUpDoesNotEndTheCaller) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}});
  call.accept("speak", 1);
  call.webhook("call.speak.ended", 1, {{"status", "completed"}});
  call.refuse("ai_assistant_join", "10027", 422, 1);
  call.refuse("bridge", "90018");
  EXPECT_EQ(call.call.legs.at(0).state, LegState::Answered);
}

TEST(Corners, CallIsSettledWithoutInsightsAfterAWhile) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.state(), "ended");
  call.pass(seconds{120});
  EXPECT_EQ(call.state(), "settled");
}

TEST(Corners, DurationLimitWarnsAndEnds) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.pass(std::chrono::hours{2} - seconds{60});
  EXPECT_NE(call.said("ai_assistant_add_messages").find("one minute"), std::string::npos);
  call.pass(seconds{60});
  EXPECT_EQ(call.state(), "ending");
}

TEST(Corners, PersonOnAnotherCallIsRungWhenTheyAreFree) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.apply(Input{.at = call.now, .what = input::AddressBusy{"+13125550111"}});
  EXPECT_EQ(call.tool("escalate_to_human").body.text(), R"({"status":"ringing","say":"Ringing Ben now."})");
  EXPECT_EQ(call.count("dial"), 1);
  call.pass(seconds{2});
  EXPECT_EQ(call.count("dial"), 2);
  EXPECT_EQ(call.outcome("ana"), "open");
}

TEST(Corners, StepWhosePeopleAreAllOnOtherCallsIsPassedAfterItsRingTime) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  const auto all_busy = [&] {
    for (const auto* address : {"+13125550111", "+13125550112"}) {
      call.apply(Input{.at = call.now, .what = input::AddressBusy{address}});
    }
  };
  all_busy();
  EXPECT_EQ(call.tool("escalate_to_human").body.text(),
            R"({"status":"ringing","say":"Still trying, please hold on."})");
  for (int i = 0; i < 10; ++i) {
    all_busy();
    call.pass(milliseconds{1900});
  }
  EXPECT_EQ(call.state(), "escalating") << "19 s are over";
  all_busy();
  call.pass(seconds{2});
  EXPECT_EQ(call.count("dial"), 0);
  EXPECT_EQ(call.state(), "conversing");
}

TEST(Corners, PersonIsNotRungAgainBeforeTheirEarlierLegHasEnded) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.operate("cancel");
  call.tool("escalate_to_human", R"({"reason":"again"})");
  EXPECT_EQ(call.count("dial"), 2);
  call.webhook("call.hangup", 1, {{"hangup_cause", "originator_cancel"}});
  EXPECT_EQ(call.count("dial"), 3);
}

TEST(Corners, PersonWhoLeavesAJoinThatIsBeingBridgedLeavesAsInAnyOtherOrder) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.to_joined(1);
  call.webhook("call.conversation.ended", 0);
  call.refuse("bridge", "90018");
  EXPECT_EQ(call.call.legs.at(0).state, LegState::Answered) << "the other leg has ended";
  EXPECT_NE(call.open("hangup", 1), nullptr);
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  EXPECT_EQ(call.count("ai_assistant_start"), 1);
  EXPECT_EQ(call.state(), "ending") << "nothing speaks to the caller any more";
}

TEST(Corners, OperatorHangsUpAndIsRecorded) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  EXPECT_EQ(call.operate("hangup").status, 200);
  EXPECT_EQ(call.state(), "ending");
  EXPECT_EQ(call.operate("hangup").status, 409);
  EXPECT_EQ(call.operate("escalate", R"({"to":"nowhere"})").status, 409);
}

}  // namespace
}  // namespace callwright::tests::corners
