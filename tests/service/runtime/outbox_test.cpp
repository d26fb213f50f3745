#include "tests/service/runtime/outbox_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::outbox {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = SendOutcome::Kind;

TEST(Outbox, SendsTheIntentsOfOneLegInNumberOrderAfterEachReplyIsStored) {
  OutboxScript script;
  script.intent("answer");
  script.intent("ai_assistant_start");
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1));
  script.reply(1, Kind::Accepted, 200);
  EXPECT_THAT(script.sent(), ElementsAre(1)) << "what the reply leads to is not stored yet";
  script.close(1);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1, 2));
}

TEST(Outbox, SendsToDifferentLegsSideBySide) {
  OutboxScript script;
  script.intent("speak", 0);
  script.intent("speak", 1);
  script.intent("dial", 2, Priority::Dial);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1, 2, 3));
}

TEST(Outbox, OperationsThatAreNoCallCommandsHoldUpNoLeg) {
  OutboxScript script;
  script.intent("chat_sms", 0).body = Json::trusted(R"({"assistant_id":"a","from":"f","to":"t"})");
  script.intent("speak", 0);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1, 2));
}

TEST(Outbox, AHangupGoesBeforeWhatIsUnsentOnItsLeg) {
  OutboxScript script;
  script.intent("answer");
  script.intent("speak");
  script.intent("hangup", 0, Priority::Hangup);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(3));
}

TEST(Outbox, AHangupGoesBeforeAnIntentThatWaitsForItsRepetition) {
  OutboxScript script;
  script.intent("speak");
  script.stored();
  script.reply(1, Kind::NoAnswer, 0, "timeout");
  script.intent("hangup", 0, Priority::Hangup);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1, 2));
  script.pass(10s);
  EXPECT_THAT(script.sent(), ElementsAre(1, 2)) << "nothing leaves while the hangup is on the wire";
}

TEST(Outbox, NothingFollowsAHangupBeforeItsReplyIsStored) {
  OutboxScript script;
  script.intent("speak");
  script.intent("hangup", 0, Priority::Hangup);
  script.stored();
  script.reply(2, Kind::Accepted, 200);
  EXPECT_THAT(script.sent(), ElementsAre(2));
}

TEST(Outbox, ASendingLimitLetsHangupsFirstThenJoinsThenTheRestAndDialsLast) {
  OutboxScript script(1);
  script.intent("speak", 3);
  script.stored();
  script.intent("dial", 4, Priority::Dial);
  script.intent("speak", 1);
  script.intent("ai_assistant_join", 2, Priority::Join);
  script.intent("hangup", 0, Priority::Hangup);
  script.stored();
  for (const int number : {1, 5, 4, 3, 2}) {
    ASSERT_EQ(script.sent().back(), number);
    script.reply(number, Kind::Accepted, 200);
  }
}

TEST(Outbox, RepeatsTheIdenticalRequestAtADoublingPaceUntil50SecondsFromTheFirstSend) {
  OutboxScript script;
  script.intent("speak").body = Json::trusted(R"({"payload":"Hello","voice":"female"})");
  script.stored();
  const auto first = script.now;
  std::vector<long> seconds;
  for (std::size_t seen = 0; script.reply_to(1).empty();) {
    for (; seen < script.sends.size(); ++seen) seconds.push_back((script.now - first) / 100ms);
    script.now += 2s;
    script.reply(1, Kind::NoAnswer, 0, "timeout");
    if (script.outbox.next()) script.pass(*script.outbox.next() - script.now);
  }
  EXPECT_THAT(seconds, ElementsAre(0, 25, 55, 95, 155, 255, 435, 500)) << "tenths of a second";
  for (const auto& send : script.sends) EXPECT_EQ(send.request, script.sends.front().request);
  EXPECT_EQ(script.sends.back().attempt, 8);
  EXPECT_EQ(script.reply_to(1), "unknown timeout");
}

TEST(Outbox, BodiesCarryClientStateAndACommandIdThatIsTheSameAfterARestart) {
  OutboxScript script;
  script.intent("speak", 1).body = Json::trusted(R"({"payload":"Hello"})");
  script.stored();
  script.restarted();
  ASSERT_EQ(script.sends.size(), 2U);
  EXPECT_EQ(script.sends[0].request, script.sends[1].request);
  const auto body = JsonDocument::of(script.sends[0].request.body);
  EXPECT_EQ(body.root()["command_id"].str(), command_id(script.call.id, 1));
  EXPECT_EQ(decode_client_state(body.root()["client_state"].str()),
            (ClientState{"deployment-1", script.call.id, 1}));
  EXPECT_EQ(body.root()["payload"].str(), "Hello");
}

struct DoubtCase {
  std::string name, operation;
  Kind first;  ///< of the first attempt
  int status;
  std::string code;
  std::string expected;
};
class OutboxAfterNoAnswer : public ::testing::TestWithParam<DoubtCase> {};

TEST_P(OutboxAfterNoAnswer, ARefusalCountsForWhatItProves) {
  const auto& param = GetParam();
  OutboxScript script;
  script.intent(param.operation);
  script.stored();
  script.reply(1, param.first, 0, "timeout");
  script.pass(500ms);
  ASSERT_EQ(script.sends.size(), 2U);
  script.reply(1, Kind::Refused, param.status, param.code);
  EXPECT_EQ(script.reply_to(1), param.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Outbox, OutboxAfterNoAnswer,
    ::testing::Values(
        DoubtCase{"AnyRefusalProvesNothing", "speak", Kind::NoAnswer, 422, "90034", "unknown 90034"},
        DoubtCase{"SoAfterAServerError", "speak", Kind::ServerError, 422, "90034", "unknown 90034"},
        DoubtCase{"NotSentIsNoDoubt", "speak", Kind::NotSent, 422, "90034", "refused 90034"},
        DoubtCase{"TheCallHasEnded", "speak", Kind::NoAnswer, 422, "90018", "refused 90018"},
        DoubtCase{"AnAssistantIsAtWork", "ai_assistant_start", Kind::NoAnswer, 422, "90061", "refused 90061"},
        DoubtCase{"OnlyForTheStart", "answer", Kind::NoAnswer, 422, "90061", "unknown 90061"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Outbox, ARefusalOfAFirstSendIsFinal) {
  OutboxScript script;
  script.intent("speak");
  script.stored();
  script.reply(1, Kind::Refused, 403, "10010");
  EXPECT_EQ(script.reply_to(1), "refused 10010");
  ASSERT_EQ(script.ended.size(), 1U);
  EXPECT_EQ(script.ended[0].operation, "speak");
}

TEST(Outbox, A429PausesEverythingButHangupsAndJoins) {
  OutboxScript script;
  script.intent("speak", 0);
  script.stored();
  script.limit(1, 4s);
  script.intent("speak", 1);
  script.intent("dial", 4, Priority::Dial);
  script.intent("ai_assistant_join", 2, Priority::Join);
  script.intent("hangup", 3, Priority::Hangup);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1, 5, 4));
  EXPECT_EQ(script.outbox.next(), script.now + 4s);
  script.pass(3999ms);
  EXPECT_EQ(script.sends.size(), 3U);
  script.pass(1ms);
  EXPECT_THAT(script.sent(), ElementsAre(1, 5, 4, 1, 2, 3));
  EXPECT_EQ(script.reply_to(1), "");
}

TEST(Outbox, A429WithoutAWaitPausesForASecondAndAnAbsurdOneForAMinute) {
  for (const auto& [stated, expected] : {std::pair<Duration, Duration>{0s, 1s}, {1h, 60s}}) {
    OutboxScript script;
    script.intent("speak", 0);
    script.stored();
    script.limit(1, stated);
    script.intent("speak", 1);
    script.stored();
    script.pass(expected - 1ms);
    EXPECT_EQ(script.sends.size(), 1U);
    EXPECT_EQ(script.outbox.next(), script.now + 1ms);
  }
}

TEST(Outbox, AServerErrorThatNamesAWaitIsRepeatedNoSooner) {
  OutboxScript script;
  script.intent("speak");
  script.stored();
  script.outbox.replied(
      script.now, script.call.id, 1,
      {.kind = Kind::ServerError, .status = 503, .code = {}, .detail = {}, .data = {}, .retry_after = 7s});
  EXPECT_EQ(script.outbox.next(), script.now + 7s);
}

TEST(Outbox, CountsTheOpenIntentsOfAllCalls) {
  OutboxScript script;
  script.intent("speak", 0);
  script.intent("speak", 1);
  script.stored();
  EXPECT_EQ(script.outbox.depth(), 2U);
  script.close(1);
  script.stored();
  EXPECT_EQ(script.outbox.depth(), 1U);
  script.outbox.forget(script.call.id);
  EXPECT_EQ(script.outbox.depth(), 0U);
}

TEST(Outbox, A429UntilTheEndOfTheWindowIsARefusal) {
  OutboxScript script;
  script.intent("speak");
  script.stored();
  const auto begin = script.now;
  while (script.reply_to(1).empty()) {
    ASSERT_LE(script.now - begin, 60s);
    if (script.held(1) > 0) script.outbox.stamped(script.now, script.call.id, 1);
    script.turn();
    if (script.outbox.on_wire() == 1) script.limit(1, 4s);
    script.pass(4s);
  }
  EXPECT_EQ(script.reply_to(1), "refused 10011");
  EXPECT_GE(script.now - begin, 50s);
}

TEST(Outbox, AnIntentHeldForMoreThanFiveSecondsIsStampedBeforeItLeaves) {
  OutboxScript script;
  script.intent("answer");
  script.intent("speak");
  script.stored();
  script.now += 5001ms;
  script.reply(1, Kind::Accepted, 200);
  script.close(1);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1));
  EXPECT_EQ(script.held(2), 1);
  script.pass(1s);
  EXPECT_EQ(script.held(2), 1) << "the stamp is on its way to the store";
  script.outbox.stamped(script.now, script.call.id, 2);
  script.turn();
  EXPECT_THAT(script.sent(), ElementsAre(1, 2));
}

TEST(Outbox, AnIntentHeldForFiveSecondsLeavesAtOnce) {
  OutboxScript script;
  script.intent("answer");
  script.intent("speak");
  script.stored();
  script.now += 5s;
  script.reply(1, Kind::Accepted, 200);
  script.close(1);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1, 2));
  EXPECT_EQ(script.held(2), 0);
}

TEST(Outbox, AWithdrawnIntentThatWasNeverSentIsAnsweredSo) {
  OutboxScript script;
  script.intent("speak");
  script.intent("dial", 0, Priority::Dial);
  script.stored();
  script.open(2).withdrawn = true;
  script.stored();
  EXPECT_EQ(script.reply_to(2), "withdrawn withdrawn");
  EXPECT_THAT(script.sent(), ElementsAre(1));
}

TEST(Outbox, AWithdrawnIntentOnTheWireIsAwaited) {
  OutboxScript script;
  script.intent("dial", 1, Priority::Dial);
  script.stored();
  script.open(1).withdrawn = true;
  script.stored();
  EXPECT_EQ(script.reply_to(1), "");
  script.reply(1, Kind::Accepted, 200);
  EXPECT_EQ(script.reply_to(1), "accepted");
}

TEST(Outbox, AnIntentThatLeftTheCallIsNotSentAndItsReplyForgotten) {
  OutboxScript script;
  script.intent("speak");
  script.intent("speak");
  script.stored();
  script.call.intents.clear();
  script.stored();
  script.reply(1, Kind::NoAnswer, 0, "timeout");
  script.pass(1min);
  EXPECT_THAT(script.sent(), ElementsAre(1));
  EXPECT_THAT(script.inputs, IsEmpty());
  EXPECT_EQ(script.outbox.on_wire(), 0U);
  EXPECT_EQ(script.outbox.depth(), 0U);
}

TEST(Outbox, WaitsForACallControlIdAndGivesUpAtTheEndOfTheWindow) {
  OutboxScript script;
  script.call.legs[1].call_control_id = {};
  script.call.legs[2].call_control_id = {};
  script.intent("speak", 1);
  script.intent("speak", 2);
  script.stored();
  EXPECT_THAT(script.sent(), IsEmpty());
  script.call.legs[2].call_control_id = CallControlId("v3:late");
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(2));
  script.pass(50s);
  EXPECT_EQ(script.reply_to(1), "withdrawn no_leg");
}

TEST(Outbox, AnUnknownOperationIsRefusedByUs) {
  OutboxScript script;
  script.intent("make_coffee");
  script.stored();
  EXPECT_EQ(script.reply_to(1), "refused unknown_operation");
}

TEST(Outbox, SendsNothingNewOnceStopped) {
  OutboxScript script;
  script.intent("speak", 0);
  script.intent("speak", 1);
  script.stored();
  script.outbox.stop();
  script.reply(1, Kind::NoAnswer, 0, "timeout");
  script.pass(1min);
  EXPECT_EQ(script.sends.size(), 2U);
  script.reply(2, Kind::Accepted, 200);
  EXPECT_EQ(script.reply_to(2), "accepted");
}

struct RestartCase {
  std::string name, operation;
  Duration age;
  bool withdrawn;
  std::string expected;  ///< `sent` or the reply
};
class OutboxAfterRestart : public ::testing::TestWithParam<RestartCase> {};

TEST_P(OutboxAfterRestart, OpenIntentsCountAsSentAtTheirTime) {
  const auto& param = GetParam();
  OutboxScript script;
  auto& intent = script.intent(param.operation, 1);
  intent.sent_at = intent.created_at = script.now - param.age;
  intent.withdrawn = param.withdrawn;
  script.restarted();
  EXPECT_EQ(script.sends.empty() ? script.reply_to(1) : "sent", param.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Outbox, OutboxAfterRestart,
    ::testing::Values(RestartCase{"YoungIsRepeated", "dial", 49s, false, "sent"},
                      RestartCase{"OldDialIsUnknown", "dial", 51s, false, "unknown restart"},
                      RestartCase{"OldSpeakIsUnknown", "speak", 51s, false, "unknown restart"},
                      RestartCase{"OldTextMessageIsRepeatedUnderItsKey", "chat_sms", 22h, false, "sent"},
                      RestartCase{"TextMessageOlderThanItsKey", "chat_sms", 24h, false, "unknown restart"},
                      RestartCase{"OldHangupIsSentAgain", "hangup", 51s, false, "sent"},
                      RestartCase{"OldAnswerIsSentAgain", "answer", 1h, false, "sent"},
                      RestartCase{"AClockSetBackIsNoReasonToRepeat", "dial", -1s, false, "unknown restart"},
                      RestartCase{"WithdrawnIsNotSent", "dial", 1s, true, "unknown restart"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Outbox, AfterARestartTheWindowStillCountsFromTheFirstSend) {
  OutboxScript script;
  script.intent("speak").sent_at = script.now - 45s;
  script.restarted();
  script.stay_silent(1h);
  EXPECT_LE(script.sends.size(), 4U);
  EXPECT_EQ(script.reply_to(1), "unknown timeout");
}

TEST(Outbox, ARepeatableIntentOlderThanTheWindowGetsOneFreshWindow) {
  OutboxScript script;
  script.intent("answer").sent_at = script.now - 1h;
  script.restarted();
  script.stay_silent(1h);
  EXPECT_EQ(script.sends.size(), 8U);
  EXPECT_EQ(script.reply_to(1), "unknown timeout");
}

}  // namespace
}  // namespace callwright::tests::outbox
