#include "service/runtime/shard_of.hpp"
#include "tests/service/runtime/shard_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_search {
namespace {

namespace message = runtime::message;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A text with the prefix that hashes to the shard.
std::string on_shard(std::size_t shard, std::size_t count, const std::string& prefix) {
  for (int i = 0;; ++i) {
    auto text = prefix + std::to_string(i);
    if (shard_of(text, count) == shard) return text;
  }
}

TEST(ShardOf, IsFixedForEverAndEvenlySpread) {
  EXPECT_EQ(shard_of("v3:caller", 1), 0U);
  EXPECT_EQ(shard_of("v3:caller", 1000), 284U);
  EXPECT_EQ(shard_of("", 1000), 945U);
  std::vector<int> counts(4);
  for (int i = 0; i < 4000; ++i) ++counts[shard_of("call_" + std::to_string(i), 4)];
  for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(Shard, TheFirstWebhookOfACallerMakesACallThatIsAnsweredOnlyWhenStored) {
  ShardScript script;
  const auto request = script.deliver(incoming());
  ASSERT_THAT(script.lookups, SizeIs(1));
  EXPECT_THAT(script.lookups[0].keys, ElementsAre("ccid:v3:caller", "leg:leg of v3:caller"));
  script.look_up();
  ASSERT_THAT(script.commits, SizeIs(1));
  EXPECT_EQ(script.outcome(request), "");
  script.commit();
  EXPECT_EQ(script.outcome(request), "stored");
  const auto call = script.stored(script.only_call());
  ASSERT_TRUE(call);
  EXPECT_EQ(call->token, "token of " + call->id.text());
  EXPECT_EQ(call->bundle, BundleId("bundle-1"));
  ASSERT_THAT(script.logged, SizeIs(1));
  EXPECT_EQ(*script.logged[0].call, *call);
}

TEST(Shard, TwoFirstWebhooksOfOneCallerMakeOneCall) {
  ShardScript script;
  const auto first = script.deliver(incoming("v3:caller", "event 1"));
  const auto second = script.deliver(incoming("v3:caller", "event 2"));
  const auto answered = script.deliver(webhook("event 3", "call.answered"));
  EXPECT_THAT(script.lookups, SizeIs(1));
  script.look_up();
  const auto late = script.deliver(incoming("v3:caller", "event 4"));
  script.settle();
  for (const auto request : {first, second, answered, late}) EXPECT_EQ(script.outcome(request), "stored");
  EXPECT_EQ(script.stored(script.only_call())->seen.size(), 4U);
  EXPECT_EQ(script.shard->stats().calls, 1U);
}

TEST(Shard, AnEventThatCameBeforeTheCallIsAdoptedInTheSameCommit) {
  ShardScript script;
  const auto early = script.deliver(webhook("early", "call.answered"));
  script.settle();
  EXPECT_EQ(script.outcome(early), "unmatched");
  script.deliver(incoming());
  script.look_up();
  ASSERT_THAT(script.commits, SizeIs(1));
  ASSERT_THAT(script.commits[0].entries, SizeIs(1));
  EXPECT_THAT(script.commits[0].entries[0].adopted, SizeIs(1));
  script.settle();
  EXPECT_TRUE(has_seen(*script.stored(script.only_call()), EventId("early")));
  EXPECT_THAT(script.store.unmatched({"ccid:v3:caller"}).value(), IsEmpty());
}

TEST(Shard, AFirstWebhookThatMeetsAnUnmatchedEventOnItsWayToTheStoreWaitsForIt) {
  ShardScript script;
  script.deliver(webhook("early", "call.answered"));
  script.look_up();
  ASSERT_THAT(script.commits, SizeIs(1));
  script.deliver(incoming());
  EXPECT_THAT(script.lookups, IsEmpty());
  script.settle();
  EXPECT_TRUE(has_seen(*script.stored(script.only_call()), EventId("early")));
}

TEST(Shard, AnEventThatOvertookTheFirstWebhookIsSteppedAfterIt) {
  ShardScript script;
  const auto answered = script.deliver(webhook("early", "call.answered"));
  const auto initiated = script.deliver(incoming());
  script.settle();
  EXPECT_EQ(script.outcome(answered), "stored");
  EXPECT_EQ(script.outcome(initiated), "stored");
  EXPECT_EQ(script.commits_ever, 1U);
}

TEST(Shard, ACallThatNoWorkflowWantsBeginsOnlyWhereItIsToBeRejected) {
  for (const bool reject : {true, false}) {
    ShardScript script({.reject_unmatched = reject});
    auto event = incoming();
    event.to = "+13125550999";
    const auto request = script.deliver(event);
    script.settle();
    EXPECT_EQ(script.outcome(request), reject ? "stored" : "unmatched");
    EXPECT_EQ(!script.only_call().empty(), reject);
  }
}

TEST(Shard, OutgoingFirstWebhooksAndUnknownEventsAreUnmatched) {
  ShardScript script;
  auto outgoing = webhook("1", "call.initiated", "v3:other");
  outgoing.direction = "outgoing";
  auto bare = webhook("2", "something.new", "");
  bare.call_leg_id = {};
  bare.call_session_id = {};
  const auto first = script.deliver(outgoing);
  const auto second = script.deliver(bare);
  script.settle();
  EXPECT_EQ(script.outcome(first), "unmatched");
  EXPECT_EQ(script.outcome(second), "unmatched");
}

TEST(Shard, FindsTheCallByOurClientStateWithoutASearch) {
  ShardScript script;
  const auto call = script.begin_call();
  const auto request = script.deliver(of_call(call, "dialled", "call.initiated", 1));
  EXPECT_THAT(script.lookups, IsEmpty());
  script.settle();
  EXPECT_EQ(script.outcome(request), "stored");
}

TEST(Shard, AnIdThatAStepLearnedFindsTheCallInMemoryAtOnce) {
  ShardScript script;
  const auto call = script.begin_call();
  auto created = of_call(call, "1", "call.conversation.created");
  created.conversation_id = ConversationId("conversation-1");
  script.deliver(created);
  Event insights;  // names nothing but the conversation
  insights.id = EventId("2");
  insights.name = "call.conversation_insights.generated";
  insights.conversation_id = ConversationId("conversation-1");
  const auto request = script.deliver(insights);
  EXPECT_THAT(script.lookups, IsEmpty());
  script.settle();
  EXPECT_EQ(script.outcome(request), "stored");
}

TEST(Shard, TheClientStateOfAnotherDeploymentCountsForNothing) {
  ShardScript script;
  const auto call = script.begin_call();
  auto foreign = of_call(call, "foreign", "call.initiated", 1);
  foreign.call_session_id = CallSessionId("another session");
  foreign.ours->deployment = "deployment-2";
  const auto request = script.deliver(foreign);
  EXPECT_THAT(script.lookups, SizeIs(1));
  script.settle();
  EXPECT_EQ(script.outcome(request), "unmatched");
}

TEST(Shard, AClientStateOfACallThatIsNoLongerStoredLeadsToASearch) {
  ShardScript script;
  const auto lost = script.deliver(of_call(CallId("call_gone"), "late", "call.hangup", 1));
  script.settle();
  EXPECT_EQ(script.outcome(lost), "unmatched");
  EXPECT_EQ(script.shard->stats().calls, 0U);
}

TEST(Shard, ASessionFindsACallOnlyThroughTheStore) {
  ShardScript script;
  const auto call = script.begin_call();
  script.deliver(webhook("1", "call.answered"));
  script.settle();
  const auto transferred = script.deliver(webhook("2", "call.bridged", "v3:not ours"));
  ASSERT_THAT(script.lookups, SizeIs(1));
  EXPECT_THAT(script.lookups[0].keys, Contains("session:session"));
  script.settle();
  EXPECT_EQ(script.outcome(transferred), "stored");
  EXPECT_TRUE(has_seen(*script.stored(call), EventId("2")));
}

TEST(Shard, ForwardsWhatBelongsToAnotherShard) {
  ShardScript script({.index = 0, .count = 2});
  script.deliver(incoming(on_shard(1, 2, "v3:")));
  script.deliver(of_call(CallId(on_shard(1, 2, "call_")), "1", "call.hangup"));
  script.tool("escalate", CallId(on_shard(1, 2, "call_")));
  script.tool("escalate", CallId(), on_shard(1, 2, "v3:"));
  ASSERT_THAT(script.forwards, SizeIs(4));
  for (const auto& forward : script.forwards) EXPECT_EQ(forward.shard, 1U);
  EXPECT_THAT(script.lookups, IsEmpty());
}

TEST(Shard, ANewCallGetsAnIdOfTheShardThatItsCallerBelongsTo) {
  for (const std::size_t index : {0U, 1U, 2U}) {
    ShardScript script({.index = index, .count = 3});
    const auto ccid = on_shard(index, 3, "v3:");
    const auto call = script.begin_call(ccid);
    EXPECT_EQ(shard_of(call.text(), 3), index);
  }
}

TEST(Shard, AnEventOfALegOfAnotherShardsCallIsForwardedWithTheCallThatTheStoreNames) {
  ShardScript script({.index = 0, .count = 2});
  const CallId elsewhere(on_shard(1, 2, "call_"));
  const auto leg = on_shard(0, 2, "v3:");
  const auto request = script.deliver(webhook("1", "call.bridged", leg));
  ASSERT_THAT(script.lookups, SizeIs(1));
  script.say(message::LookedUp{script.lookups[0].lookup, elsewhere, {}});
  ASSERT_THAT(script.forwards, SizeIs(1));
  const auto& forwarded = std::get<message::Arrived>(script.forwards[0].message);
  EXPECT_EQ(forwarded.call, elsewhere);
  EXPECT_EQ(forwarded.request, request);

  ShardScript other({.index = 1, .count = 2});
  other.say(script.forwards[0].message);
  EXPECT_THAT(other.loads, SizeIs(1));
}

TEST(Shard, AFailedSearchIsAnsweredUnavailable) {
  ShardScript script;
  script.store.fail_reads = {MemoryStore::Trouble::Refused};
  const auto first = script.deliver(incoming());
  const auto second = script.deliver(webhook("1", "call.answered"));
  script.look_up();
  EXPECT_EQ(script.outcome(first), "unavailable");
  EXPECT_EQ(script.outcome(second), "unavailable");
  const auto again = script.deliver(incoming());
  script.settle();
  EXPECT_EQ(script.outcome(again), "stored");
}

TEST(Shard, AnUnmatchedEventThatIsNotStoredIsAnsweredUnavailableAndWhoWaitsIsSearchedFor) {
  ShardScript script;
  const auto early = script.deliver(webhook("early", "call.answered"));
  script.look_up();
  const auto initiated = script.deliver(incoming());
  script.commit_fails();
  EXPECT_EQ(script.outcome(early), "unavailable");
  script.settle();
  EXPECT_EQ(script.outcome(initiated), "stored");
}

TEST(Shard, AToolIsFoundByTheIdOfAnyLegAndRefusedWhenItsIdsDisagree) {
  ShardScript script;
  const auto call = script.begin_call();
  const auto by_leg = script.tool("escalate", CallId(), "v3:caller");
  const auto by_call = script.tool("escalate", call);
  const auto by_both = script.tool("escalate", call, "v3:caller");
  const auto disagreeing = script.tool("escalate", call, "v3:somebody else");
  const auto unknown_leg = script.tool("escalate", CallId(), "v3:nobody");
  const auto unknown_call = script.tool("escalate", CallId("call_nobody"));
  script.settle();
  for (const auto request : {by_leg, by_call, by_both}) {
    EXPECT_EQ(script.outcome(request), R"({"say":"escalate"})");
  }
  EXPECT_EQ(script.outcome(disagreeing), "conflict");
  EXPECT_EQ(script.outcome(unknown_leg), "not found");
  EXPECT_EQ(script.outcome(unknown_call), "not found");
}

TEST(Shard, AnOperatorsCommandIsAnsweredByTheEngineOrNotFound) {
  ShardScript script;
  const auto call = script.begin_call();
  script.say(message::OperatorArrived{501, call, "hangup", {}, "ada"});
  script.say(message::OperatorArrived{502, CallId("call_nobody"), "hangup", {}, "ada"});
  script.settle();
  EXPECT_EQ(script.outcome(501), R"({"status":"accepted"})");
  EXPECT_EQ(script.outcome(502), "not found");
}

TEST(Shard, WithoutABundleNoCallBegins) {
  ShardScript script;
  script.say(message::BundleChanged{nullptr});
  const auto request = script.deliver(incoming());
  script.settle();
  EXPECT_EQ(script.outcome(request), "unavailable");
}

}  // namespace
}  // namespace callwright::tests::shard_search
