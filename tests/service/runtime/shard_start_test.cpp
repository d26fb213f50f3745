#include "service/runtime/shard_of.hpp"
#include "tests/service/runtime/shard_script.hpp"
#include "workflows/engine/step.hpp"
#include "workflows/language/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_start {
namespace {

namespace message = runtime::message;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kWorkflows = R"(
language: 1
workflows:
  calls:
    match: { direction: outgoing }
    outgoing: { from: "+13125550100" }
    assistant: { id: assistant-1 }
    limits: { destinations: ["*"] }
)";

/// A shard with the real engine.
class ShardStart : public ::testing::Test {
 protected:
  ShardStart() : bundle_(load_bundle({{.name = "a.yaml", .text = std::string(kWorkflows)}}, {}).bundle) {
    script_.engine = &callwright::step;
    (void)script_.store.put_bundle(bundle_->id, bundle_->content);
    script_.say(message::BundleChanged{bundle_});
    script_.settle();
  }
  runtime::RequestId ask(const std::string& key, const std::string& to = "+13125550199", bool turn = true) {
    const auto request = next_request_++;
    message::StartCall wanted{.bundle = bundle_, .start = {}, .call = {}};
    wanted.start = {.request = request, .workflow = "calls", .from = "+13125550100", .to = to};
    wanted.start.order = {.key = key, .digest = to};
    turn ? script_.say(wanted) : script_.tell(wanted);
    return request;
  }
  const runtime::effect::Respond& answer(runtime::RequestId request) {
    return script_.responds.at(request).at(0);
  }
  std::string call_of(runtime::RequestId request) {
    return JsonDocument::of(answer(request).answer.body).root()["id"].str();
  }
  std::size_t calls() {
    CallFilter everything;
    return script_.store.search(everything)->size();
  }

  ShardScript script_;
  BundlePtr bundle_;
  runtime::RequestId next_request_ = 500;
};

TEST_F(ShardStart, ACallIsAnsweredAndDialledOnlyWhenItIsStored) {
  const auto request = ask("");
  EXPECT_THAT(script_.lookups, IsEmpty()) << "nobody can have asked for it before";
  ASSERT_THAT(script_.commits, SizeIs(1));
  EXPECT_THAT(script_.commits[0].entries.at(0).claims, ElementsAre("+13125550199"));
  EXPECT_FALSE(script_.responds.contains(request));
  EXPECT_THAT(script_.sends, IsEmpty());
  script_.commit();
  EXPECT_EQ(answer(request).answer.status, 202);
  ASSERT_THAT(script_.sends, SizeIs(1));
  EXPECT_EQ(script_.sends[0].request.operation->name, "dial");
}

TEST_F(ShardStart, TwoRequestsAtOnceWithOneKeyAreOneCall) {
  const auto first = ask("order-1", "+13125550199", false);
  const auto second = ask("order-1");
  script_.settle();
  EXPECT_EQ(call_of(first), call_of(second));
  EXPECT_EQ(answer(first).answer.status, 202);
  EXPECT_EQ(answer(second).answer.status, 200);
  EXPECT_EQ(calls(), 1U);
  EXPECT_THAT(script_.sends, SizeIs(1));
}

TEST_F(ShardStart, TheSecondIsAnsweredWhileTheFirstIsBeingStored) {
  const auto first = ask("order-1");
  script_.look_up();
  ASSERT_THAT(script_.commits, SizeIs(1));
  const auto second = ask("order-1");
  EXPECT_FALSE(script_.responds.contains(second)) << "nothing is promised before it is on disk";
  script_.settle();
  EXPECT_EQ(call_of(second), call_of(first));
  EXPECT_EQ(calls(), 1U);
}

TEST_F(ShardStart, AKeyIsKnownAfterARestartAndRepeatingItStoresNothing) {
  const auto first = ask("order-1");
  script_.settle();
  script_.restart();
  script_.say(message::BundleChanged{bundle_});
  script_.settle();
  const auto commits = script_.commits_ever;
  const auto again = ask("order-1");
  script_.settle();
  EXPECT_EQ(call_of(again), call_of(first));
  EXPECT_EQ(answer(again).answer.status, 200);
  EXPECT_EQ(script_.commits_ever, commits);
}

TEST_F(ShardStart, AKeyStandsForOneRequest) {
  ask("order-1");
  script_.settle();
  const auto other = ask("order-1", "+13125550198");
  script_.settle();
  EXPECT_EQ(answer(other).answer.status, 422);
  EXPECT_EQ(calls(), 1U);
}

TEST_F(ShardStart, WhoeverIsOnAnotherCallIsNotCalledAndTheKeyStaysFree) {
  ask("order-1");
  script_.settle();
  const auto second = ask("order-2");
  script_.settle();
  EXPECT_EQ(answer(second).outcome, runtime::Outcome::Busy);
  EXPECT_EQ(calls(), 1U);
  EXPECT_THAT(script_.sends, SizeIs(1));
  EXPECT_FALSE(script_.store.find({"start:order-2"})->has_value());
}

TEST_F(ShardStart, WithoutAKeyEachRequestIsACall) {
  ask("");
  ask("", "+13125550198");
  script_.settle();
  EXPECT_EQ(calls(), 2U);
}

TEST_F(ShardStart, WhatCouldNotBeStoredCallsNobody) {
  const auto lost = ask("order-1");
  script_.look_up();
  script_.commit_fails();
  EXPECT_EQ(answer(lost).outcome, runtime::Outcome::Unavailable);
  EXPECT_THAT(script_.sends, IsEmpty());
  const auto again = ask("order-1");
  script_.settle();
  EXPECT_EQ(answer(again).answer.status, 202);
}

TEST_F(ShardStart, WhatWasStoredAndReportedAsLostIsFoundUnderItsKey) {
  const auto lost = ask("order-1");
  script_.look_up();
  script_.store.fail_next.push_back(MemoryStore::Trouble::AnswerLost);
  script_.commit();
  script_.settle();
  EXPECT_EQ(answer(lost).outcome, runtime::Outcome::Unavailable);
  const auto again = ask("order-1");
  script_.settle();
  EXPECT_EQ(answer(again).answer.status, 200);
  EXPECT_EQ(calls(), 1U);
}

TEST(ShardStartOfMany, AKeyBelongsToOneShard) {
  runtime::ShardConfig config;
  config.count = 4;
  const auto home = shard_of("start:order-1", 4);
  config.index = (home + 1) % 4;
  ShardScript script(config);
  message::StartCall wanted{.bundle = bundle_for("+13125550100"), .start = {}, .call = {}};
  wanted.start.request = 9;
  wanted.start.order.key = "order-1";
  script.say(wanted);
  ASSERT_THAT(script.forwards, SizeIs(1));
  EXPECT_EQ(script.forwards[0].shard, home);
  EXPECT_THAT(script.lookups, IsEmpty());
}

}  // namespace
}  // namespace callwright::tests::shard_start
