#include "tests/service/runtime/shard_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_questions {
namespace {

using namespace std::chrono_literals;
namespace message = runtime::message;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Each new call asks for the active calls of its connection.
void ask_when_it_begins(Step& step, const Input& input) {
  if (!std::holds_alternative<input::Arrived>(input.what)) return;
  auto& question = add_intent(step.call, "list_active_calls", input.at, 1, Priority::Question);
  question.purpose = Purpose::AskDial;
}

SendOutcome nothing_listed() {
  return {.kind = SendOutcome::Kind::Accepted,
          .status = 200,
          .code = {},
          .detail = {},
          .data = Json::trusted("[]")};
}

TEST(ShardQuestions, OneLookAnswersTheQuestionsOfAllCalls) {
  ShardScript script;
  script.step.also = &ask_when_it_begins;
  const auto first = script.begin_call("v3:caller");
  EXPECT_THAT(script.looks, IsEmpty()) << "somebody else may ask as well";
  script.pass(500ms);
  ASSERT_THAT(script.looks, SizeIs(1));
  script.now += 1ms;
  const auto second = script.begin_call("v3:other");
  ASSERT_THAT(script.looks, SizeIs(1)) << "30 s lie between two looks";
  script.say(message::ActiveCallsReplied{"connection-1", nothing_listed()});
  script.settle();
  EXPECT_THAT(script.stored(first)->intents, IsEmpty());
  EXPECT_THAT(script.stored(second)->intents, SizeIs(1)) << "it asked after the look had left";
  script.pass(30s);
  ASSERT_THAT(script.looks, SizeIs(2));
  script.say(message::ActiveCallsReplied{"connection-1", nothing_listed()});
  script.settle();
  EXPECT_THAT(script.stored(second)->intents, IsEmpty());
}

TEST(ShardQuestions, AConnectionIsAskedForByOneShardWhichTellsTheOthers) {
  runtime::ShardConfig config;
  config.count = 4;
  int askers = 0;
  for (config.index = 0; config.index < config.count; ++config.index) {
    ShardScript script(config);
    script.say(message::ActiveCallsWanted{"connection-1"});
    script.pass(500ms);
    EXPECT_THAT(script.looks, SizeIs(1)) << "whoever is told that it is wanted asks";
    script.forwards.clear();
    script.say(message::ActiveCallsReplied{"connection-1", nothing_listed()});
    EXPECT_THAT(script.forwards, SizeIs(3));
    for (const auto& forward : script.forwards) {
      EXPECT_NE(forward.shard, config.index);
      EXPECT_TRUE(std::holds_alternative<message::ActiveCallsShown>(forward.message));
    }
    ++askers;
  }
  EXPECT_EQ(askers, 4);
}

TEST(ShardQuestions, AStoppedShardAsksNothing) {
  ShardScript script;
  script.say(message::ActiveCallsWanted{"connection-1"});
  script.pass(500ms);
  EXPECT_FALSE(script.shard->is_quiet()) << "its answer is awaited";
  script.say(message::ActiveCallsReplied{"connection-1", nothing_listed()});
  EXPECT_TRUE(script.shard->is_quiet());
  script.shard->stop();
  script.now += 60s;
  script.say(message::ActiveCallsWanted{"connection-1"});
  script.pass(60s);
  EXPECT_THAT(script.looks, SizeIs(1));
}

}  // namespace
}  // namespace callwright::tests::shard_questions
