#include "tests/service/runtime/shard_script.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_webhooks {
namespace {

using namespace std::chrono_literals;
namespace message = runtime::message;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// What the engine makes of an attempt, as far as the shard sees it.
void note(Step& made, const Input& input) {
  if (const auto* failed = std::get_if<input::AttemptFailed>(&input.what)) {
    for (auto& intent : made.call.intents) {
      if (intent.number != failed->intent) continue;
      ++intent.attempts;
      intent.not_before = failed->next_at;
    }
  } else if (const auto* replied = std::get_if<input::Replied>(&input.what)) {
    if (replied->reply.kind != Reply::Kind::Accepted)
      made.dead_letters.push_back(json_object({{"kind", "webhook"}}));
  } else if (const auto* retried = std::get_if<input::LetterRetried>(&input.what)) {
    made.settled_letters.push_back(retried->position);
    made.answers.push_back({retried->request, 202, json_object({{"by", retried->by}})});
  }
}

/// A closed call with one webhook that waits.
struct Waiting {
  ShardScript script;
  CallId call;

  Waiting() {
    script.step.also = [](Step& made, const Input& input) {
      note(made, input);
      const auto* arrived = std::get_if<input::Arrived>(&input.what);
      if (arrived == nullptr || arrived->event.name != "call.hangup") return;
      auto& intent = add_intent(made.call, kWebhookOperation, input.at, kNoLeg);
      intent.purpose = Purpose::Deliver;
      intent.body = Json::trusted(R"({"url":"https://a.example/","headers":{},"body":{}})");
      made.call.state = CallState::Settled;
      made.call.closed_at = input.at;
    };
    call = script.begin_call();
    script.deliver(of_call(call, "1", "call.hangup"));
  }
  void fail(int status = 503) {
    const auto send = script.webhooks.back();
    script.webhooks.clear();
    script.say(message::WebhookReplied{
        send.call, send.intent, {.status = status, .code = {}, .detail = {}, .retry_after = {}}});
  }
};

TEST(ShardWebhooks, LeaveAfterTheCommitAndNotBefore) {
  Waiting waiting;
  EXPECT_THAT(waiting.script.webhooks, IsEmpty());
  waiting.script.settle();
  EXPECT_THAT(waiting.script.webhooks, SizeIs(1));
}

TEST(ShardWebhooks, AnAttemptThatFailedIsOnDiskWithTheTimeOfTheNext) {
  Waiting waiting;
  waiting.script.settle();
  waiting.fail();
  waiting.script.settle();
  const auto stored = waiting.script.stored(waiting.call);
  EXPECT_EQ(stored->intents.at(0).attempts, 1);
  EXPECT_GE(stored->intents.at(0).not_before, waiting.script.now + 4s);
  waiting.script.pass(10s);
  EXPECT_THAT(waiting.script.webhooks, SizeIs(1));
}

TEST(ShardWebhooks, ACallThatIsClosedLeavesTheMemoryUntilTheNextAttempt) {
  Waiting waiting;
  auto& script = waiting.script;
  script.settle();
  for (int i = 0; i < 4; ++i) {  // until the pause is ten minutes
    waiting.fail();
    script.settle();
    if (script.shard->stats().calls == 0) break;
    script.pass(3min);
    script.settle();
    ASSERT_THAT(script.webhooks, SizeIs(1)) << i;
  }
  EXPECT_EQ(script.shard->stats().calls, 0U);
  for (int i = 0; i < 40 && script.webhooks.empty(); ++i) {
    script.pass(20s);
    script.settle();
  }
  EXPECT_THAT(script.webhooks, SizeIs(1)) << "the scan found it again";
}

TEST(ShardWebhooks, AreSentAgainAfterAKillBetweenAttempts) {
  Waiting waiting;
  auto& script = waiting.script;
  script.settle();
  const auto id = script.webhooks.back().request.id;
  waiting.fail();
  script.settle();
  script.restart();
  script.settle();
  EXPECT_THAT(script.webhooks, IsEmpty()) << "its time has not come";
  script.pass(10s);
  ASSERT_THAT(script.webhooks, SizeIs(1));
  EXPECT_EQ(script.webhooks[0].request.id, id);
}

TEST(ShardWebhooks, AKillDuringAnAttemptRepeatsIt) {
  Waiting waiting;
  auto& script = waiting.script;
  script.settle();
  script.restart();
  script.settle();
  EXPECT_THAT(script.webhooks, SizeIs(1));
}

TEST(ShardWebhooks, AReplyWhoseCommitFailedIsStoredLater) {
  Waiting waiting;
  auto& script = waiting.script;
  script.settle();
  waiting.fail(200);
  script.commit_fails();
  EXPECT_THAT(script.stored(waiting.call)->intents, SizeIs(1));
  script.pass(5s);
  script.settle();
  EXPECT_THAT(script.stored(waiting.call)->intents, IsEmpty());
  EXPECT_THAT(script.webhooks, IsEmpty()) << "it is not sent again for that";
}

TEST(ShardWebhooks, GivenUpBecomesALetterThatItsCallSettles) {
  Waiting waiting;
  auto& script = waiting.script;
  script.settle();
  waiting.fail(410);
  script.settle();
  const auto letters = script.store.dead_letters(0, 10).value();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters[0].call, waiting.call);
  EXPECT_EQ(script.shard->stats().calls, 0U);

  script.say(message::LetterRetried{77, waiting.call, letters[0].position, Json::trusted(letters[0].letter),
                                    "dana"});
  script.settle();
  EXPECT_EQ(script.outcome(77), R"({"by":"dana"})");
  EXPECT_THAT(script.store.dead_letters(0, 10).value(), IsEmpty());
}

TEST(ShardWebhooks, ALetterOfACallThatIsGoneIsNotFound) {
  ShardScript script;
  script.say(message::LetterRetried{77, CallId("call_gone"), 1, Json::trusted("{}"), "dana"});
  script.settle();
  EXPECT_EQ(script.outcome(77), "not found");
}

}  // namespace
}  // namespace callwright::tests::shard_webhooks
