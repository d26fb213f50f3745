#include "tests/service/runtime/shard_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_time {
namespace {

using namespace std::chrono_literals;
namespace message = runtime::message;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const input::Arrived* arrived(const Input& input) { return std::get_if<input::Arrived>(&input.what); }

/// A call with a timer due in `delay`, kept open.
CallId waiting_call(ShardScript& script, Duration delay) {
  script.step.also = [delay](Step& step, const Input& input) {
    if (arrived(input) != nullptr) add_timer(step.call, input.at + delay);
  };
  const auto call = script.begin_call();
  script.step.also = nullptr;
  return call;
}

TEST(Shard, ATimerFiresAtItsTimeOnce) {
  ShardScript script;
  const auto call = waiting_call(script, 8s);
  EXPECT_LE(script.wake, script.now + 8s);
  script.pass(7999ms);
  EXPECT_THAT(script.commits, IsEmpty());
  script.pass(1ms);
  ASSERT_THAT(script.commits, SizeIs(1));
  script.settle();
  EXPECT_THAT(script.stored(call)->timers, IsEmpty());
  const auto steps = script.step.steps;
  script.pass(20s);
  EXPECT_EQ(script.step.steps, steps);
}

TEST(Shard, ATimerDisarmedByAWebhookThatWasStillWaitingIsNotStepped) {
  ShardScript script;
  const auto call = waiting_call(script, 8s);
  script.deliver(of_call(call, "1", "call.dtmf.received"));
  script.step.also = [](Step& step, const Input& input) {
    if (arrived(input) != nullptr) step.call.timers.clear();
  };
  script.deliver(of_call(call, "2", "call.hangup"));
  script.pass(8s);
  const auto steps = script.step.steps;
  script.settle();
  EXPECT_EQ(script.step.steps, steps + 1) << "the webhook alone";
}

TEST(Shard, ATimerThatCouldNotBeStoredIsTriedAgain) {
  ShardScript script;
  const auto call = waiting_call(script, 8s);
  script.pass(8s);
  script.commit_fails();
  EXPECT_THAT(script.commits, IsEmpty());
  script.pass(500ms);
  script.settle();
  EXPECT_THAT(script.stored(call)->timers, IsEmpty());
}

TEST(Shard, ATimerThatAStepMadePointlessFiresAfterAllWhenThatStepIsNotStored) {
  ShardScript script;
  const auto call = waiting_call(script, 8s);
  script.step.also = [](Step& step, const Input& input) {
    if (arrived(input) != nullptr) step.call.timers.clear();
  };
  script.now += 8s;
  script.arrives(of_call(call, "key", "call.dtmf.received"));
  script.turn();
  ASSERT_THAT(script.commits, SizeIs(1));
  script.commit_fails();
  script.step.also = nullptr;
  EXPECT_FALSE(script.stored(call)->timers.empty());
  script.pass(5s);
  script.settle();
  EXPECT_THAT(script.stored(call)->timers, IsEmpty());
}

/// As the engine does: the one leg of the call is asked for.
void ask_for_the_leg(Step& step, const Input& input) {
  if (!std::holds_alternative<input::Restarted>(input.what)) return;
  auto& question = add_intent(step.call, "retrieve_call_status", input.at, 0, Priority::Question);
  question.body = Json::trusted(R"({"call_control_id":"v3:caller"})");
  question.purpose = Purpose::AskLeg;
}

TEST(Shard, ARestartFindsWhatIsDueAndGivesTimersThatFellDueMeanwhileFiveSeconds) {
  ShardScript script;
  const auto call = waiting_call(script, 8s);
  script.now += 20s;
  script.step.also = &ask_for_the_leg;
  script.restart();
  ASSERT_THAT(script.scans, SizeIs(1));
  EXPECT_EQ(script.scans[0].until, script.now + 60s);
  script.settle();
  ASSERT_THAT(script.sends, SizeIs(1)) << "Telnyx is asked whether the leg is alive";
  EXPECT_LE(script.wake, script.now + 5s);
  script.pass(4s);
  EXPECT_FALSE(script.stored(call)->timers.empty());
  script.pass(1s);
  script.settle();
  EXPECT_THAT(script.stored(call)->timers, IsEmpty());
}

TEST(Shard, TimersThatFellDueMeanwhileFireAsSoonAsTheLegsWereAskedFor) {
  ShardScript script;
  const auto call = waiting_call(script, 8s);
  script.now += 20s;
  script.step.also = &ask_for_the_leg;
  script.restart();
  script.settle();
  script.accept(script.sends.at(0));
  script.settle();
  script.turn();
  script.settle();
  EXPECT_THAT(script.stored(call)->timers, IsEmpty());
}

TEST(Shard, TimersThatFellDueMeanwhileFireAtOnceWhenThereIsNoLegToAskFor) {
  ShardScript script;
  const auto call = waiting_call(script, 8s);
  script.now += 20s;
  script.restart();
  script.settle();
  script.turn();
  script.settle();
  EXPECT_THAT(script.stored(call)->timers, IsEmpty());
}

TEST(Shard, ARestartArmsTimersToComeAtTheirOwnTime) {
  ShardScript script;
  waiting_call(script, 8s);
  const auto due = script.now + 8s;
  script.now += 6s;
  script.restart();
  script.settle();
  EXPECT_EQ(script.wake, due);
}

TEST(Shard, ARestartRepeatsOpenIntentsWithTheSameRequest) {
  ShardScript script;
  script.step.also = [](Step& step, const Input& input) {
    if (arrived(input) != nullptr) add_intent(step.call, "answer", input.at);
  };
  script.begin_call();
  ASSERT_THAT(script.sends, SizeIs(1));
  const auto before = script.sends[0].request;
  script.now += 10s;
  script.restart();
  script.settle();
  ASSERT_THAT(script.sends, SizeIs(1));
  EXPECT_EQ(script.sends[0].request, before);
}

TEST(Shard, ScansEvery30SecondsAndSoonerAfterAFailure) {
  ShardScript script;
  script.settle();
  script.pass(30s - 1ms);
  EXPECT_THAT(script.scans, IsEmpty());
  script.pass(1ms);
  EXPECT_THAT(script.scans, SizeIs(1));
  script.store.fail_reads = {MemoryStore::Trouble::Refused};
  script.scan();
  script.pass(1s);
  EXPECT_THAT(script.scans, SizeIs(1));
}

TEST(Shard, ADueCallThatCannotBeLoadedIsSoughtAgainSoon) {
  ShardScript script;
  script.scans.clear();
  script.say(message::DueFound{{CallId("call_1")}});
  script.say(message::LoadFailed{CallId("call_1")});
  script.pass(1s);
  EXPECT_THAT(script.scans, SizeIs(1));
}

TEST(Shard, AFullScanIsRepeatedWithALargerLimitAndLoadsAreBounded) {
  ShardScript script({.scan_limit = 2, .recovery_loads_max = 1});
  script.scans.clear();
  script.say(message::DueFound{{CallId("call_1"), CallId("call_2")}});
  EXPECT_THAT(script.loads, SizeIs(1));
  ASSERT_THAT(script.scans, SizeIs(1));
  EXPECT_EQ(script.scans[0].limit, 8U);
  script.say(message::DueFound{{CallId("call_1"), CallId("call_2")}});
  EXPECT_THAT(script.loads, SizeIs(1));
  EXPECT_THAT(script.scans, SizeIs(1));
  script.say(message::Loaded{CallId("call_1"), std::nullopt, nullptr});
  EXPECT_THAT(script.loads, SizeIs(2));
}

TEST(Shard, LoadsOnlyItsOwnDueCalls) {
  ShardScript script({.index = 0, .count = 2});
  std::vector<CallId> calls;
  calls.reserve(100);
  for (int i = 0; i < 100; ++i) calls.emplace_back("call_" + std::to_string(i));
  script.say(message::DueFound{calls});
  EXPECT_GT(script.loads.size(), 30U);
  EXPECT_LT(script.loads.size(), 70U);
}

TEST(Shard, AClosedCallLeavesTheMemoryAndALateEventBringsItBack) {
  ShardScript script;
  script.step.also = [](Step& step, const Input& input) {
    if (arrived(input) != nullptr && arrived(input)->event.type == EventType::CallHangup) {
      step.call.state = CallState::Settled;
    }
  };
  const auto call = script.begin_call();
  script.deliver(of_call(call, "1", "call.hangup"));
  script.settle();
  EXPECT_EQ(script.shard->stats().calls, 0U);
  auto late = webhook("2", "call.recording.saved");
  const auto request = script.deliver(late);
  EXPECT_THAT(script.lookups, SizeIs(1));
  script.settle();
  EXPECT_EQ(script.outcome(request), "stored");
  EXPECT_EQ(script.shard->stats().calls, 0U);
}

TEST(Shard, AClosedCallStaysUntilItsIntentsAreAnswered) {
  ShardScript script;
  script.step.also = [](Step& step, const Input& input) {
    if (arrived(input) == nullptr) return;
    step.call.state = CallState::Settled;
    add_intent(step.call, "hangup", input.at, 0, Priority::Hangup);
  };
  script.begin_call();
  EXPECT_EQ(script.shard->stats().calls, 1U);
  script.accept(script.sends.at(0));
  script.settle();
  EXPECT_EQ(script.shard->stats().calls, 0U);
}

TEST(Shard, AnIntentHeldByThe429OfAnotherCallIsStampedBeforeItLeaves) {
  ShardScript script;
  script.step.also = [](Step& step, const Input& input) {
    if (arrived(input) != nullptr) add_intent(step.call, "speak", input.at);
    if (const auto* held = std::get_if<input::Held>(&input.what)) {
      for (auto& intent : step.call.intents) {
        if (intent.number == held->intent) intent.sent_at = input.at;
      }
    }
  };
  script.begin_call("v3:first");
  script.say(message::Replied{script.sends.at(0).call,
                              1,
                              {.kind = SendOutcome::Kind::RateLimited,
                               .status = 429,
                               .code = {},
                               .detail = {},
                               .data = {},
                               .retry_after = 6s}});
  const auto call = script.begin_call();
  script.pass(6s);
  EXPECT_THAT(script.sends, SizeIs(1)) << "neither leaves before its stamp is stored";
  script.settle();
  EXPECT_THAT(script.sends, SizeIs(3));
  EXPECT_EQ(script.stored(call)->intents.at(0).sent_at, script.now);
}

TEST(Shard, StoppedItStillStoresButSendsNothing) {
  ShardScript script;
  script.step.also = [](Step& step, const Input& input) { add_intent(step.call, "speak", input.at); };
  script.settle();
  script.shard->stop();
  const auto request = script.deliver(incoming());
  EXPECT_TRUE(script.shard->is_quiet());
  script.look_up();
  EXPECT_FALSE(script.shard->is_quiet());
  script.settle();
  EXPECT_EQ(script.outcome(request), "stored");
  EXPECT_THAT(script.sends, IsEmpty());
  EXPECT_TRUE(script.shard->is_quiet());
}

}  // namespace
}  // namespace callwright::tests::shard_time
