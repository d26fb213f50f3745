#include "tests/service/runtime/shard_script.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_commit {
namespace {

using namespace std::chrono_literals;
namespace message = runtime::message;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Trouble = MemoryStore::Trouble;

bool arrived(const Input& input, std::string_view id) {
  const auto* event = std::get_if<input::Arrived>(&input.what);
  return event != nullptr && event->event.id.text() == id;
}

TEST(Shard, EverythingThatBecameReadyInATurnIsOneCommit) {
  ShardScript script;
  const auto first = script.begin_call("v3:caller");
  const auto second = script.begin_call("v3:second");
  const auto commits = script.commits_ever;
  script.arrives(of_call(first, "1", "call.answered"));
  script.arrives(of_call(second, "2", "call.answered"));
  script.arrives(of_call(first, "3", "call.hangup"));
  script.turn();
  EXPECT_EQ(script.commits_ever, commits + 1);
  ASSERT_THAT(script.commits, SizeIs(1));
  ASSERT_THAT(script.commits[0].entries, SizeIs(2));
  const auto& entry = script.commits[0].entries[0];
  EXPECT_EQ(entry.seen_version, 1);
  EXPECT_EQ(entry.call->version, 3);
  EXPECT_EQ(entry.first_seq, 2);
  EXPECT_EQ(JsonDocument::parse(entry.records)->root().size(), 2U);
}

TEST(Shard, InputsThatComeDuringACommitAreTheNextOne) {
  ShardScript script;
  const auto call = script.begin_call();
  script.deliver(of_call(call, "1", "call.answered"));
  script.deliver(of_call(call, "2", "call.dtmf.received"));
  script.deliver(of_call(call, "3", "call.dtmf.received"));
  EXPECT_THAT(script.commits, SizeIs(1));
  script.commit();
  ASSERT_THAT(script.commits, SizeIs(1));
  EXPECT_EQ(script.commits[0].entries[0].call->version, 4);
}

TEST(Shard, ADuplicateIsAnsweredOnlyOnceTheOriginalIsStored) {
  ShardScript script;
  const auto call = script.begin_call();
  const auto original = script.arrives(of_call(call, "1", "call.answered"));
  const auto same_turn = script.arrives(of_call(call, "1", "call.answered"));
  script.turn();
  const auto during = script.deliver(of_call(call, "1", "call.answered"));
  EXPECT_EQ(script.outcome(same_turn), "");
  EXPECT_EQ(script.outcome(during), "");
  script.commit();
  EXPECT_EQ(script.outcome(original), "stored");
  EXPECT_EQ(script.outcome(same_turn), "duplicate");
  EXPECT_EQ(script.outcome(during), "duplicate");
  EXPECT_THAT(script.commits, IsEmpty());
}

TEST(Shard, ADuplicateOfAnEventThatWasNotStoredIsStepped) {
  ShardScript script;
  const auto call = script.begin_call();
  const auto original = script.deliver(of_call(call, "1", "call.answered"));
  const auto repeated = script.deliver(of_call(call, "1", "call.answered"));
  script.commit_fails();
  EXPECT_EQ(script.outcome(original), "unavailable");
  script.settle();
  EXPECT_EQ(script.outcome(repeated), "stored");
}

TEST(Shard, AConflictIsLoadedAgainAndTheSameInputsAreStepped) {
  ShardScript script;
  const auto call = script.begin_call();
  const auto request = script.deliver(of_call(call, "1", "call.answered"));
  auto elsewhere = *script.stored(call);  // another node stores a step first
  elsewhere.vars["by"] = "another node";
  elsewhere.version = 2;
  const StoreEntry foreign{.call = std::make_shared<const Call>(elsewhere),
                           .seen_version = 1,
                           .snapshot = write_snapshot(elsewhere),
                           .records = "[]"};
  ASSERT_TRUE(script.store.commit({foreign}, {}));
  script.commit();
  EXPECT_EQ(script.outcome(request), "");
  EXPECT_THAT(script.loads, SizeIs(1));
  script.settle();
  EXPECT_EQ(script.outcome(request), "stored");
  EXPECT_EQ(script.stored(call)->vars["by"], "another node");
  EXPECT_EQ(script.stored(call)->version, 3);
}

TEST(Shard, ANewCallWhoseKeyAnotherCallGotFirstHandsItsEventsToThatCall) {
  ShardScript script;
  const auto request = script.deliver(incoming());
  script.look_up();
  Call other;
  other.id = CallId("call_other");
  other.version = 1;
  const StoreEntry foreign{.call = std::make_shared<const Call>(other),
                           .snapshot = write_snapshot(other),
                           .records = "[]",
                           .keys = {"ccid:v3:caller"}};
  ASSERT_TRUE(script.store.commit({foreign}, {}));
  script.settle();
  EXPECT_EQ(script.outcome(request), "stored");
  EXPECT_TRUE(has_seen(*script.stored(other.id), EventId("initiated")));
}

TEST(Shard, AFailedCommitIsAnswered503AndLeavesTheCallAsItWas) {
  ShardScript script;
  const auto call = script.begin_call();
  const auto webhook = script.arrives(of_call(call, "1", "call.answered"));
  const auto tool = script.tool("escalate", call);
  script.store.fail_next = {Trouble::Full};
  script.commit();
  EXPECT_EQ(script.outcome(webhook), "unavailable");
  EXPECT_EQ(script.outcome(tool), "unavailable");
  const auto again = script.deliver(of_call(call, "1", "call.answered"));
  script.settle();
  EXPECT_EQ(script.outcome(again), "stored");
  EXPECT_EQ(script.stored(call)->version, 2);
}

TEST(Shard, AFailedFirstCommitLeavesNothingBehind) {
  ShardScript script;
  script.store.fail_next = {Trouble::Refused};
  const auto request = script.deliver(incoming());
  script.look_up();
  const auto waiting = script.deliver(webhook("1", "call.answered"));
  script.settle();
  EXPECT_EQ(script.outcome(request), "unavailable");
  EXPECT_EQ(script.outcome(waiting), "unavailable");
  EXPECT_EQ(script.shard->stats().calls, 0U);
  const auto again = script.deliver(incoming());
  script.settle();
  EXPECT_EQ(script.outcome(again), "stored");
}

/// A call with one intent on the wire.
CallId sending_call(ShardScript& script) {
  script.step.also = [&](Step& step, const Input& input) {
    if (arrived(input, "send")) add_intent(step.call, "speak", input.at);
  };
  const auto call = script.begin_call();
  script.deliver(of_call(call, "send", "call.answered"));
  script.settle();
  return call;
}

TEST(Shard, SendsOnlyWhatIsStored) {
  ShardScript script;
  script.step.also = [&](Step& step, const Input& input) { add_intent(step.call, "speak", input.at); };
  script.deliver(incoming());
  script.look_up();
  EXPECT_THAT(script.sends, IsEmpty());
  script.commit();
  ASSERT_THAT(script.sends, SizeIs(1));
  EXPECT_EQ(script.sends[0].request.operation->name, "speak");
}

TEST(Shard, ARepliesCommitThatFailedIsTriedAgainUntilItIsStored) {
  ShardScript script;
  const auto call = sending_call(script);
  script.store.fail_next = {Trouble::Refused, Trouble::Refused, Trouble::Full};
  script.accept(script.sends.at(0));
  script.settle();
  EXPECT_THAT(script.stored(call)->intents, SizeIs(1));
  for (int i = 0; i < 4; ++i) {
    script.pass(2s);
    script.settle();
  }
  EXPECT_THAT(script.stored(call)->intents, IsEmpty());
  EXPECT_THAT(script.sends, SizeIs(1));
}

TEST(Shard, AKeptReplyGoesWithTheNextWebhookAtOnce) {
  ShardScript script;
  const auto call = sending_call(script);
  script.accept(script.sends.at(0));
  script.commit_fails();
  EXPECT_THAT(script.commits, IsEmpty());
  const auto request = script.deliver(of_call(call, "1", "call.speak.ended"));
  script.settle();
  EXPECT_EQ(script.outcome(request), "stored");
  EXPECT_THAT(script.stored(call)->intents, IsEmpty());
}

TEST(Shard, AnUnknownCommitIsLoadedFirstAndNothingIsSteppedTwice) {
  for (const auto trouble : {Trouble::Lost, Trouble::AnswerLost}) {
    ShardScript script;
    const auto call = sending_call(script);
    script.store.fail_next = {trouble};
    script.accept(script.sends.at(0));
    const auto during = script.deliver(of_call(call, "1", "call.speak.ended"));
    script.commit();
    ASSERT_THAT(script.loads, SizeIs(1));
    script.settle();
    EXPECT_EQ(script.outcome(during), "stored");
    EXPECT_THAT(script.stored(call)->intents, IsEmpty());
    EXPECT_EQ(script.stored(call)->next_seq, 5) << "initiated, send, the reply and the speech, each once";
  }
}

TEST(Shard, AnUnknownFirstCommitIsSettledByLoading) {
  for (const auto trouble : {Trouble::Lost, Trouble::AnswerLost}) {
    ShardScript script;
    script.store.fail_next = {trouble};
    const auto request = script.deliver(incoming());
    script.look_up();
    const auto during = script.deliver(incoming());
    script.settle();
    EXPECT_EQ(script.outcome(request), "unavailable");
    EXPECT_EQ(script.outcome(during), trouble == Trouble::Lost ? "stored" : "duplicate");
    EXPECT_EQ(script.stored(script.only_call())->seen.size(), 1U);
  }
}

TEST(Shard, ALostClaimIsAnInputAndTheSameRequestIsDecidedAgain) {
  ShardScript script;
  const auto holder = script.begin_call("v3:holder");
  bool known = false;
  script.step.also = [&](Step& step, const Input& input) {
    if (const auto* busy = std::get_if<input::AddressBusy>(&input.what))
      known = busy->address == "+13125550111";
    if (arrived(input, "hold") || (arrived(input, "claim") && !known)) step.claims = {"+13125550111"};
  };
  script.deliver(of_call(holder, "hold", "call.answered"));
  script.settle();
  const auto call = script.begin_call();
  const auto request = script.deliver(of_call(call, "claim", "call.answered"));
  script.settle();
  EXPECT_TRUE(known);
  EXPECT_EQ(script.outcome(request), "stored");
}

TEST(Shard, AClaimThatIsLostAgainAndAgainEndsTheRequestButNotTheCall) {
  ShardScript script;
  const auto holder = script.begin_call("v3:holder");
  script.step.also = [&](Step& step, const Input& input) {
    if (arrived(input, "claim") || arrived(input, "hold")) step.claims = {"+13125550111"};
    if (arrived(input, "release")) step.releases = {"+13125550111"};
  };
  script.deliver(of_call(holder, "hold", "call.answered"));
  script.settle();
  const auto call = script.begin_call();
  const auto commits = script.commits_ever;
  const auto lost = script.deliver(of_call(call, "claim", "call.answered"));
  script.settle();
  EXPECT_EQ(script.outcome(lost), "unavailable");
  EXPECT_EQ(script.commits_ever, commits + 64);
  script.deliver(of_call(holder, "release", "call.hangup"));
  script.settle();
  const auto again = script.deliver(of_call(call, "claim", "call.answered"));
  script.settle();
  EXPECT_EQ(script.outcome(again), "stored");
}

TEST(Shard, AReplyThatLosesItsClaimIsTriedAgainUntilTheClaimIsFree) {
  ShardScript script;
  const auto call = sending_call(script);
  const auto holder = script.begin_call("v3:holder");
  script.step.also = [&](Step& step, const Input& input) {
    if (arrived(input, "hold") || std::holds_alternative<input::Replied>(input.what)) {
      step.claims = {"+13125550111"};
    }
    if (arrived(input, "release")) step.releases = {"+13125550111"};
  };
  script.deliver(of_call(holder, "hold", "call.answered"));
  script.settle();
  script.accept(script.sends.at(0));
  script.settle();
  EXPECT_THAT(script.stored(call)->intents, SizeIs(1));
  script.deliver(of_call(holder, "release", "call.hangup"));
  for (int i = 0; i < 3; ++i) {
    script.settle();
    script.pass(2s);
  }
  script.settle();
  EXPECT_THAT(script.stored(call)->intents, IsEmpty());
}

TEST(Shard, AStepThatThrowsFailsItsInputOnly) {
  ShardScript script;
  script.step.also = [&](Step&, const Input& input) {
    if (arrived(input, "bug")) throw std::logic_error("a bug of ours");
  };
  const auto call = script.begin_call();
  const auto before = script.arrives(of_call(call, "1", "call.answered"));
  const auto bug = script.arrives(of_call(call, "bug", "call.answered"));
  const auto after = script.arrives(of_call(call, "2", "call.hangup"));
  script.turn();
  script.settle();
  EXPECT_EQ(script.outcome(before), "stored");
  EXPECT_EQ(script.outcome(bug), "unavailable");
  EXPECT_EQ(script.outcome(after), "stored");
  ASSERT_THAT(script.failures, SizeIs(1));
  EXPECT_EQ(script.failures[0].what, "a bug of ours");
  EXPECT_EQ(script.stored(call)->version, 3);
}

TEST(Shard, ACallWhoseFirstStepThrowsDoesNotBegin) {
  ShardScript script;
  script.step.also = [&](Step&, const Input&) { throw std::logic_error("a bug of ours"); };
  const auto request = script.deliver(incoming());
  const auto second = script.deliver(webhook("1", "call.answered"));
  script.settle();
  EXPECT_EQ(script.outcome(request), "unavailable");
  EXPECT_EQ(script.outcome(second), "unavailable");
  EXPECT_EQ(script.shard->stats().calls, 0U);
}

TEST(Shard, AMailboxIsBoundedForWhatCanBeRepeated) {
  ShardScript script({.mailbox_max = 3});
  const auto call = script.begin_call();
  script.deliver(of_call(call, "in flight", "call.answered"));
  std::vector<std::string> outcomes;
  std::vector<runtime::RequestId> requests;
  outcomes.reserve(4);
  requests.reserve(4);
  for (int i = 0; i < 4; ++i)
    requests.push_back(script.deliver(of_call(call, std::to_string(i), "call.dtmf.received")));
  EXPECT_EQ(script.outcome(requests[3]), "unavailable");
  script.settle();
  for (const auto request : requests) outcomes.push_back(script.outcome(request));
  EXPECT_THAT(outcomes, ElementsAre("stored", "stored", "stored", "unavailable"));
}

TEST(Shard, ALoadThatFailsIsAnsweredUnavailableAndTheNextEventLoadsAgain) {
  ShardScript script;
  const auto call = script.begin_call();
  script.restart();
  script.settle();
  const auto first = script.deliver(of_call(call, "1", "call.answered"));
  script.store.fail_reads = {Trouble::Refused};
  script.load();
  EXPECT_EQ(script.outcome(first), "unavailable");
  const auto second = script.deliver(of_call(call, "1", "call.answered"));
  script.settle();
  EXPECT_EQ(script.outcome(second), "stored");
}

TEST(Shard, ClaimsAndReleasesOfOneCommitEndAsTheLastStepWantsThem) {
  ShardScript script;
  const auto call = script.begin_call();
  script.step.also = [&](Step& step, const Input& input) {
    if (arrived(input, "1")) step.claims = {"a", "b"};
    if (arrived(input, "2")) step.releases = {"a", "c"};
    if (arrived(input, "3")) step.claims = {"c"};
  };
  for (const auto* id : {"1", "2", "3"}) script.arrives(of_call(call, id, "call.dtmf.received"));
  script.turn();
  EXPECT_THAT(script.commits.at(0).entries.at(0).claims, ElementsAre("b", "c"));
  EXPECT_THAT(script.commits.at(0).entries.at(0).releases, ElementsAre("a"));
}

TEST(Shard, AnAddressThatOneStepReleasesAndClaimsIsClaimed) {
  ShardScript script;
  const auto call = script.begin_call();
  script.step.also = [&](Step& step, const Input& input) {
    if (!arrived(input, "1")) return;
    step.claims = {"a"};
    step.releases = {"a"};
  };
  script.arrives(of_call(call, "1", "call.hangup"));
  script.turn();
  EXPECT_THAT(script.commits.at(0).entries.at(0).claims, ElementsAre("a"));
}

}  // namespace
}  // namespace callwright::tests::shard_commit
