#include "tests/service/runtime/outbox_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::outbox_questions {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = SendOutcome::Kind;

Intent& status_of(OutboxScript& script, int leg) {
  auto& intent = script.intent("retrieve_call_status", leg, Priority::Question);
  intent.body = json_object({{"call_control_id", "v3:leg-" + std::to_string(leg)}});
  return intent;
}

Intent& dialled(OutboxScript& script, int leg) {
  auto& intent = script.intent("list_active_calls", leg, Priority::Question);
  intent.purpose = Purpose::AskDial;
  return intent;
}

runtime::ActiveCallsSeen look(TimePoint left_at, Kind kind = Kind::Accepted) {
  return {.connection = "connection-1",
          .left_at = left_at,
          .outcome = {.kind = kind, .status = 0, .code = {}, .detail = {}, .data = {}},
          .complete = kind == Kind::Accepted,
          .legs = {}};
}

TEST(OutboxQuestions, StandInNoLegsOrder) {
  OutboxScript script;
  status_of(script, 0);
  script.intent("speak", 0);
  status_of(script, 0);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(2, 1, 3)) << "the command first, both questions beside it";
}

TEST(OutboxQuestions, MayTakeOnlyAPartOfTheWireSoThatHangupsAlwaysLeave) {
  OutboxScript script(8);
  for (int i = 0; i < 20; ++i) status_of(script, i % 4);
  script.stored();
  EXPECT_EQ(script.sent().size(), 2U);
  script.intent("hangup", 0, Priority::Hangup);
  script.stored();
  EXPECT_EQ(script.sent().back(), 21);
  EXPECT_EQ(script.outbox.next(), std::nullopt) << "no waking up for nothing while the wire is full of them";
  script.reply(1, Kind::Accepted, 200);
  EXPECT_EQ(script.sent().back(), 3);
}

TEST(OutboxQuestions, ARateLimitHoldsUpQuestionsOnly) {
  OutboxScript script;
  status_of(script, 0);
  script.stored();
  script.limit(1, 20s);
  script.intent("speak", 0);
  status_of(script, 1);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1, 2));
  EXPECT_EQ(script.outbox.next(), script.now + 20s);
  script.pass(20s);
  EXPECT_THAT(script.sent(), ElementsAre(1, 2, 1, 3));
}

TEST(OutboxQuestions, AreRepeatedUntilTheWindowIsOverAndThenUnknown) {
  OutboxScript script;
  status_of(script, 0);
  script.stored();
  script.stay_silent(70s);
  EXPECT_GT(script.sends.size(), 4U);
  EXPECT_EQ(script.reply_to(1), "unknown timeout");
}

TEST(OutboxQuestions, ARefusalIsAFactAlsoAfterAnUnansweredAttempt) {
  OutboxScript script;
  status_of(script, 0);
  script.stored();
  script.reply(1, Kind::NoAnswer, 0, "timeout");
  script.pass(1s);
  script.reply(1, Kind::Refused, 404, "10005");
  EXPECT_EQ(script.reply_to(1), "refused 10005");
}

TEST(OutboxQuestions, AreAskedAgainAfterARestartHoweverOldTheyAre) {
  OutboxScript script;
  status_of(script, 0);
  script.now += 3600s;
  script.restarted();
  EXPECT_THAT(script.sent(), ElementsAre(1));
  EXPECT_EQ(script.held(1), 0);
  script.reply(1, Kind::Accepted, 200);
  EXPECT_EQ(script.reply_to(1), "accepted");
}

TEST(OutboxQuestions, KeepOfTheAnswerOnlyWhatADecisionReads) {
  OutboxScript script;
  script.intent("get_insight", kNoLeg, Priority::Question).body = json_object({{"insight_id", "i-1"}});
  script.stored();
  script.outbox.replied(script.now, script.call.id, 1,
                        {.kind = Kind::Accepted,
                         .status = 200,
                         .code = {},
                         .detail = {},
                         .data = Json::trusted(R"({"id":"i-1","instructions":"long","name":"Mood"})")});
  script.turn();
  EXPECT_EQ(std::get<input::Replied>(script.inputs.back().what).reply.data.text(),
            R"({"id":"i-1","name":"Mood"})");
}

TEST(OutboxQuestions, TheNameOfAnInsightIsAskedForOnceInTenMinutes) {
  OutboxScript script;
  const auto ask = [&](const char* insight) {
    script.intent("get_insight", kNoLeg, Priority::Question).body = json_object({{"insight_id", insight}});
    script.stored();
  };
  ask("i-1");
  script.reply(1, Kind::Refused, 404, "10005");
  ask("i-1");
  script.reply(2, Kind::Accepted, 200);
  EXPECT_THAT(script.sent(), ElementsAre(1, 2)) << "only what was answered is remembered";
  ask("i-1");
  EXPECT_THAT(script.sent(), ElementsAre(1, 2));
  EXPECT_EQ(script.reply_to(3), "accepted");
  ask("i-2");
  EXPECT_THAT(script.sent(), ElementsAre(1, 2, 4)) << "another insight";
  script.now += 10min;
  ask("i-1");
  EXPECT_THAT(script.sent(), ElementsAre(1, 2, 4, 5));
}

TEST(OutboxQuestions, ForActiveCallsAreWantedAndAnsweredByALookThatLeftLater) {
  OutboxScript script;
  dialled(script, 2);
  script.outbox.sync(script.now, std::make_shared<const Call>(script.call), runtime::Outbox::Origin::Decided);
  EXPECT_THAT(script.outbox.take_turn(script.now).wanted, ElementsAre("connection-1"));
  script.outbox.seen(script.now, look(script.now - 1ms));
  script.turn();
  EXPECT_EQ(script.reply_to(1), "") << "it left before the question was asked";
  auto with_leg = look(script.now);
  with_leg.legs = {{script.call.id, 1, json_object({{"call_control_id", "v3:other"}})},
                   {script.call.id, 2, json_object({{"call_control_id", "v3:found"}})}};
  script.outbox.seen(script.now, with_leg);
  script.turn();
  EXPECT_EQ(std::get<input::Replied>(script.inputs.back().what).reply.data.text(),
            R"({"call_control_id":"v3:found"})");
  EXPECT_THAT(script.sends, IsEmpty()) << "nothing leaves from here";
}

TEST(OutboxQuestions, ALegThatIsNotListedIsKnownOnlyFromACompleteLook) {
  OutboxScript script;
  dialled(script, 2);
  script.stored();
  auto cut = look(script.now);
  cut.complete = false;
  script.outbox.seen(script.now, cut);
  script.turn();
  EXPECT_EQ(script.reply_to(1), "");
  script.outbox.seen(script.now, look(script.now));
  script.turn();
  EXPECT_EQ(script.reply_to(1), "accepted");
  EXPECT_TRUE(std::get<input::Replied>(script.inputs.back().what).reply.data.is_null());
}

TEST(OutboxQuestions, AreUnknownAfterThreeLooksThatFailed) {
  OutboxScript script;
  dialled(script, 2);
  script.stored();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(script.reply_to(1), "");
    script.outbox.seen(script.now, look(script.now, Kind::ServerError));
    script.turn();
  }
  EXPECT_EQ(script.reply_to(1), "unknown");
}

TEST(OutboxExpiry, AMessageToTheAssistantIsNotSentWhenItIsOlderThanTenSeconds) {
  OutboxScript script;
  script.intent("speak", 0);
  script.intent("ai_assistant_add_messages", 0);
  script.stored();
  script.now += 11s;
  script.reply(1, Kind::Accepted, 200);
  script.close(1);
  script.stored();
  EXPECT_THAT(script.sent(), ElementsAre(1));
  EXPECT_EQ(script.reply_to(2), "withdrawn expired");
}

TEST(OutboxExpiry, AMessageToTheAssistantIsNotRepeatedWhenItIsOlderThanTenSeconds) {
  OutboxScript script;
  script.intent("ai_assistant_add_messages", 0);
  script.stored();
  const auto first = script.now;
  script.stay_silent(70s);
  EXPECT_EQ(script.reply_to(1), "unknown timeout");
  EXPECT_LE(script.now - first, 12s) << "the last attempt leaves at ten seconds and takes two";
}

TEST(OutboxExpiry, AMessageToTheAssistantIsNotSentAfterALongRestart) {
  OutboxScript script;
  script.intent("ai_assistant_add_messages", 0);
  script.stored();
  script.now += 15s;
  script.restarted();
  EXPECT_THAT(script.sent(), ElementsAre(1)) << "not again";
  EXPECT_EQ(script.reply_to(1), "unknown restart");
}

TEST(OutboxExpiry, AMessageToTheAssistantIsNotSentWhenTheClockWasSetBack) {
  OutboxScript script;
  script.intent("ai_assistant_add_messages", 0);
  script.now -= 5s;
  script.stored();
  EXPECT_THAT(script.sent(), IsEmpty());
  EXPECT_EQ(script.reply_to(1), "withdrawn expired");
}

TEST(OutboxWindow, MayBeShorter) {
  runtime::Outbox outbox({{"deployment-1", "connection-1"}, 64, 5s, [](std::string_view name) {
                            return Catalogue::get().operation(name);
                          }});
  OutboxScript script;
  script.outbox = std::move(outbox);
  script.intent("dial", 1, Priority::Dial).body = json_object({{"to", "+1"}, {"from", "+2"}});
  script.stored();
  const auto first = script.now;
  script.stay_silent(70s);
  EXPECT_EQ(script.reply_to(1), "unknown timeout");
  EXPECT_EQ(script.now - first, 7s);
}

}  // namespace
}  // namespace callwright::tests::outbox_questions
