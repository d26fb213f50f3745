#pragma once

#include "service/runtime/ports/store.hpp"
#include "tests/service/store/store_samples.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// What every Store promises. A fixture has `Store& store()`; it may be another object at each call as long
/// as what was committed is still there.
namespace callwright::tests::store_contract {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = CommitOutcome::Kind;

template <class Fixture>
class StoreContract : public ::testing::Test {
 protected:
  Store& store() { return fixture_.store(); }

  CommitOutcome commit(const StoreEntry& entry) {
    auto outcomes = store().commit({entry}, {});
    EXPECT_TRUE(outcomes) << outcomes.error().detail;
    return outcomes ? outcomes->front() : CommitOutcome{.kind = Kind::Conflict, .address = "error"};
  }
  /// Commits a call of its own with some columns changed.
  template <class Change>
  void add(const std::string& id, std::int64_t opened_second, Change change) {
    SampleCall sample(id, opened_second);
    change(sample.call);
    ASSERT_EQ(commit(sample.next()).kind, Kind::Committed);
  }
  std::vector<std::string> found(const CallFilter& filter) {
    std::vector<std::string> ids;
    auto calls = store().search(filter);
    EXPECT_TRUE(calls) << calls.error().detail;
    for (const auto& call : *calls) ids.push_back(call.id);
    return ids;
  }
  std::vector<std::string> due_ids(std::int64_t second, std::size_t limit = 10) {
    std::vector<std::string> ids;
    for (const auto& id : *store().due(at_second(second), limit)) ids.push_back(id.text());
    return ids;
  }
  std::vector<std::int64_t> seqs(const std::string& id, std::int64_t after, std::size_t limit = 100) {
    std::vector<std::int64_t> numbers;
    const auto records = store().records(CallId(id), after, limit);
    for (const auto& record : *records) {
      EXPECT_EQ(record.call, id);
      numbers.push_back(*JsonDocument::parse(record.record)->root()["seq"].integer());
    }
    return numbers;
  }

 private:
  Fixture fixture_;
};

TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, LoadsTheSnapshotOfTheLastCommittedVersion) {
  SampleCall sample("call_1");
  EXPECT_EQ(*this->store().load(CallId("call_1")), std::nullopt);
  ASSERT_EQ(this->commit(sample.next()).kind, Kind::Committed);
  EXPECT_EQ(*this->store().load(CallId("call_1")), sample.snapshot());
  ASSERT_EQ(this->commit(sample.next()).kind, Kind::Committed);
  EXPECT_EQ(*this->store().load(CallId("call_1")), sample.snapshot());
}

TYPED_TEST_P(StoreContract, ConflictsWhenTheSeenVersionIsNotTheStoredOne) {
  SampleCall sample("call_1");
  const auto first = sample.next();
  auto second = sample.next();
  EXPECT_EQ(this->commit(second).kind, Kind::Conflict) << "a call that is not stored yet";
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  EXPECT_EQ(this->commit(first).kind, Kind::Conflict) << "a new call that is stored already";
  ASSERT_EQ(this->commit(second).kind, Kind::Committed);
  second.keys = {"ccid:late"};
  second.snapshot = "late";
  EXPECT_EQ(this->commit(second).kind, Kind::Conflict);
  EXPECT_EQ(*this->store().load(CallId("call_1")), sample.snapshot())
      << "a refused entry leaves nothing behind";
  EXPECT_EQ(*this->store().find({"ccid:late"}), std::nullopt);
  EXPECT_EQ(this->seqs("call_1", 0).size(), 2U);
}

TYPED_TEST_P(StoreContract, JudgesEachEntryOfABatchAloneAndInOrder) {
  SampleCall one("call_1"), two("call_2"), three("call_3");
  const auto first = one.next();
  const auto second = one.next();
  auto wrong = two.next();
  wrong.seen_version = 7;
  const auto outcomes = this->store().commit({first, wrong, second, three.next()}, {});
  ASSERT_TRUE(outcomes);
  std::vector<Kind> kinds;
  for (const auto& outcome : *outcomes) kinds.push_back(outcome.kind);
  EXPECT_THAT(kinds, ElementsAre(Kind::Committed, Kind::Conflict, Kind::Committed, Kind::Committed));
  EXPECT_EQ(*this->store().load(CallId("call_1")), one.snapshot());
  EXPECT_EQ(*this->store().load(CallId("call_2")), std::nullopt);
  EXPECT_EQ(*this->store().load(CallId("call_3")), three.snapshot());
}

TYPED_TEST_P(StoreContract, FindsTheCallOfTheFirstIndexedKey) {
  SampleCall one("call_1"), two("call_2");
  auto first = one.next();
  first.keys = {"ccid:a", "leg:a"};
  auto second = two.next();
  second.keys = {"ccid:b"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  ASSERT_EQ(this->commit(second).kind, Kind::Committed);
  EXPECT_EQ(*this->store().find({"ccid:none", "leg:a", "ccid:b"}), CallId("call_1"));
  EXPECT_EQ(*this->store().find({"ccid:b", "leg:a"}), CallId("call_2"));
  EXPECT_EQ(*this->store().find({"ccid:none"}), std::nullopt);
  EXPECT_EQ(*this->store().find({}), std::nullopt);
}

TYPED_TEST_P(StoreContract, TwoFirstWebhooksOfOneCallerMakeOneCall) {
  SampleCall one("call_1"), two("call_2");
  auto first = one.next();
  auto second = two.next();
  first.keys = second.keys = {"ccid:a"};
  const auto outcomes = this->store().commit({first, second}, {});
  EXPECT_EQ(outcomes->at(0).kind, Kind::Committed);
  EXPECT_EQ(outcomes->at(1).kind, Kind::Conflict);
  EXPECT_EQ(*this->store().find({"ccid:a"}), CallId("call_1"));
  EXPECT_EQ(*this->store().load(CallId("call_2")), std::nullopt);
}

TYPED_TEST_P(StoreContract, AcceptsAKeyThatTheCallHasAlready) {
  SampleCall one("call_1");
  for (int i = 0; i < 2; ++i) {
    auto entry = one.next();
    entry.keys = {"ccid:a"};
    EXPECT_EQ(this->commit(entry).kind, Kind::Committed);
  }
}

TYPED_TEST_P(StoreContract, SessionKeysStayWithTheirFirstCall) {
  SampleCall one("call_1"), two("call_2");
  auto first = one.next();
  auto second = two.next();
  first.keys = second.keys = {"session:s"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  EXPECT_EQ(this->commit(second).kind, Kind::Committed);
  EXPECT_EQ(*this->store().find({"session:s"}), CallId("call_1"));
}

TYPED_TEST_P(StoreContract, ClaimIsLostWhenAnotherCallHoldsIt) {
  SampleCall one("call_1"), two("call_2");
  auto first = one.next();
  first.claims = {"+13125550111"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  auto second = two.next();
  second.claims = {"+13125550112", "+13125550111"};
  const auto lost = this->commit(second);
  EXPECT_EQ(lost.kind, Kind::ClaimLost);
  EXPECT_EQ(lost.address, "+13125550111");
  EXPECT_EQ(*this->store().load(CallId("call_2")), std::nullopt);
  const auto held = *this->store().claims({"+13125550112", "+13125550111"});
  ASSERT_EQ(held.size(), 1U) << "the claim before the lost one was left behind";
  EXPECT_EQ(held[0].address, "+13125550111");
  EXPECT_EQ(held[0].call, CallId("call_1"));
}

TYPED_TEST_P(StoreContract, AReleasedClaimIsFreeForOthersAtOnce) {
  SampleCall one("call_1"), two("call_2");
  auto first = one.next();
  first.claims = {"+13125550111"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  auto release = one.next();
  release.releases = {"+13125550111"};
  auto second = two.next();
  second.claims = {"+13125550111"};
  const auto outcomes = this->store().commit({release, second}, {});
  EXPECT_EQ(outcomes->at(1).kind, Kind::Committed);
  EXPECT_EQ(this->store().claims({"+13125550111"})->at(0).call, CallId("call_2"));
}

TYPED_TEST_P(StoreContract, ACallReleasesOnlyItsOwnClaims) {
  SampleCall one("call_1"), two("call_2");
  auto first = one.next();
  first.claims = {"+13125550111"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  auto second = two.next();
  second.releases = {"+13125550111"};
  ASSERT_EQ(this->commit(second).kind, Kind::Committed);
  EXPECT_EQ(this->store().claims({"+13125550111"})->size(), 1U);
}

TYPED_TEST_P(StoreContract, AnAddressReleasedAndClaimedInOneEntryEndsClaimed) {
  SampleCall one("call_1");
  auto first = one.next();
  first.claims = {"+13125550111"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  auto again = one.next();
  again.claims = again.releases = {"+13125550111"};
  ASSERT_EQ(this->commit(again).kind, Kind::Committed);
  EXPECT_EQ(this->store().claims({"+13125550111"})->size(), 1U);
}

TYPED_TEST_P(StoreContract, AClosedCallHoldsNoClaim) {
  SampleCall one("call_1");
  auto first = one.next();
  first.claims = {"+13125550111"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  one.call.state = CallState::Settled;
  one.call.closed_at = at_second(60);
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  EXPECT_THAT(*this->store().claims({"+13125550111"}), IsEmpty());
}

TYPED_TEST_P(StoreContract, GivesDueCallsEarliestFirst) {
  SampleCall one("call_1"), two("call_2"), three("call_3");
  const auto commit_due = [&](SampleCall& sample, std::optional<TimePoint> due) {
    auto entry = sample.next();
    entry.next_due_at = due;
    ASSERT_EQ(this->commit(entry).kind, Kind::Committed);
  };
  commit_due(one, at_second(30));
  commit_due(two, at_second(10));
  commit_due(three, std::nullopt);
  EXPECT_THAT(this->due_ids(9), IsEmpty());
  EXPECT_THAT(this->due_ids(10), ElementsAre("call_2")) << "`until` is included";
  EXPECT_THAT(this->due_ids(30), ElementsAre("call_2", "call_1"));
  EXPECT_THAT(this->due_ids(30, 1), ElementsAre("call_2"));
  commit_due(two, at_second(40));
  commit_due(one, std::nullopt);
  EXPECT_THAT(this->due_ids(100), ElementsAre("call_2"));
}

TYPED_TEST_P(StoreContract, PagesThroughTheRecordsOfACall) {
  SampleCall one("call_1"), two("call_2");
  ASSERT_EQ(this->commit(one.next(3)).kind, Kind::Committed);
  ASSERT_EQ(this->commit(two.next(2)).kind, Kind::Committed);
  ASSERT_EQ(this->commit(one.next(0)).kind, Kind::Committed);
  ASSERT_EQ(this->commit(one.next(2)).kind, Kind::Committed);
  EXPECT_THAT(this->seqs("call_1", 0), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(this->seqs("call_1", 2), ElementsAre(3, 4, 5)) << "from the middle of a step";
  EXPECT_THAT(this->seqs("call_1", 3), ElementsAre(4, 5)) << "from the end of a step";
  EXPECT_THAT(this->seqs("call_1", 1, 3), ElementsAre(2, 3, 4));
  EXPECT_THAT(this->seqs("call_1", 5), IsEmpty());
  EXPECT_THAT(this->seqs("call_9", 0), IsEmpty());
}

TYPED_TEST_P(StoreContract, StreamsStepsOfAllCallsInTheOrderOfTheirPositions) {
  SampleCall one("call_1"), two("call_2");
  for (auto* sample : {&one, &two, &one}) ASSERT_EQ(this->commit(sample->next(2)).kind, Kind::Committed);
  const auto all = *this->store().records_since(0, 10);
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all[0].call, "call_1");
  EXPECT_EQ(all[2].call, "call_2");
  EXPECT_EQ(all[4].call, "call_1");
  EXPECT_LT(all[0].position, all[2].position);
  EXPECT_EQ(all[0].position, all[1].position) << "one position a step";
  EXPECT_EQ(this->store().records_since(all[1].position, 1)->at(0).call, "call_2");
  EXPECT_THAT(*this->store().records_since(all[5].position, 10), IsEmpty());
}

TYPED_TEST_P(StoreContract, KeepsUnmatchedEventsUntilACallAdoptsThem) {
  ASSERT_TRUE(this->store().commit({}, {sample_event("e1", {"ccid:a", "leg:a"}),
                                        sample_event("e2", {"ccid:b"}), sample_event("e3", {"leg:a"})}));
  const auto found = *this->store().unmatched({"leg:a", "ccid:a"});
  ASSERT_EQ(found.size(), 2U) << "each once, though two keys match";
  EXPECT_EQ(found[0].event_id, "e1");
  EXPECT_EQ(found[0].name, "call.answered");
  EXPECT_EQ(found[0].event, R"({"name":"call.answered"})");
  EXPECT_THAT(found[0].keys, ElementsAre("ccid:a", "leg:a"));
  EXPECT_EQ(found[1].event_id, "e3");
  SampleCall one("call_1");
  auto entry = one.next();
  entry.adopted = {found[0].position, found[1].position};
  ASSERT_EQ(this->commit(entry).kind, Kind::Committed);
  EXPECT_THAT(*this->store().unmatched({"leg:a", "ccid:a"}), IsEmpty());
  EXPECT_EQ(this->store().unmatched({"ccid:b"})->size(), 1U);
}

TYPED_TEST_P(StoreContract, StoresARepeatedUnmatchedEventOnce) {
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(this->store().commit({}, {sample_event("e1", {"ccid:a"})}));
  EXPECT_EQ(this->store().unmatched({"ccid:a"})->size(), 1U);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(this->store().commit({}, {sample_event("", {"ccid:b"})}));
  EXPECT_EQ(this->store().unmatched({"ccid:b"})->size(), 2U) << "without an id nobody knows";
}

TYPED_TEST_P(StoreContract, KeepsDeadLettersInOrder) {
  SampleCall one("call_1");
  auto entry = one.next();
  entry.dead_letters = {R"({"n":1})", R"({"n":2})"};
  ASSERT_EQ(this->commit(entry).kind, Kind::Committed);
  const auto letters = *this->store().dead_letters(0, 10);
  ASSERT_EQ(letters.size(), 2U);
  EXPECT_EQ(letters[0].letter, R"({"n":1})");
  EXPECT_EQ(letters[0].call, CallId("call_1"));
  EXPECT_EQ(this->store().dead_letters(letters[0].position, 10)->size(), 1U);
  EXPECT_EQ(*this->store().dead_letter_count(), 2U);
}

TYPED_TEST_P(StoreContract, KeepsTheFirstContentOfABundleAndTheFirstValueOfMeta) {
  EXPECT_EQ(*this->store().bundle(BundleId("b")), std::nullopt);
  ASSERT_TRUE(this->store().put_bundle(BundleId("b"), "content"));
  ASSERT_TRUE(this->store().put_bundle(BundleId("b"), "content"));
  EXPECT_EQ(*this->store().bundle(BundleId("b")), "content");
  EXPECT_EQ(*this->store().meta("deployment", "first"), "first");
  EXPECT_EQ(*this->store().meta("deployment", "second"), "first");
}

TYPED_TEST_P(StoreContract, SearchesByEveryColumn) {
  this->add("call_1", 1, [](Call& call) { call.state = CallState::Conversing; });
  this->add("call_2", 2, [](Call& call) {
    call.workflow = "sales";
    call.outcome = "joined";
  });
  this->add("call_3", 3, [](Call& call) {
    call.from = "+442071838750";
    call.to = "sip:desk@example.com";
  });
  struct Case {
    const char* name;
    CallFilter filter;
    std::vector<std::string> ids;
  };
  const std::vector<Case> cases = {
      {"nothing restricts", {}, {"call_3", "call_2", "call_1"}},
      {"state", {.state = "conversing"}, {"call_1"}},
      {"workflow", {.workflow = "sales"}, {"call_2"}},
      {"outcome", {.outcome = "joined"}, {"call_2"}},
      {"number from", {.number = "+13125550199"}, {"call_2", "call_1"}},
      {"number to", {.number = "sip:desk@example.com"}, {"call_3"}},
      {"number is whole", {.number = "+1312555"}, {}},
      {"two of them", {.workflow = "support", .number = "+13125550100"}, {"call_1"}},
      {"since included", {.since = at_second(2)}, {"call_3", "call_2"}},
      {"until excluded", {.until = at_second(2)}, {"call_1"}},
      {"text is an id", {.text = "call_2"}, {"call_2"}},
      {"text begins ids", {.text = "call_"}, {"call_3", "call_2", "call_1"}},
      {"text is an id without call_", {.text = "3"}, {"call_3"}},
      {"text begins a number", {.text = "+1312"}, {"call_2", "call_1"}},
      {"text begins a number without +", {.text = "4420"}, {"call_3"}},
      {"text is a SIP URI", {.text = "sip:desk"}, {"call_3"}},
      {"text is a workflow", {.text = "support"}, {"call_3", "call_1"}},
      {"text with number", {.number = "+13125550100", .text = "support"}, {"call_1"}},
      {"text is no pattern", {.text = "call_%"}, {}},
      {"text is no SQL", {.text = "' OR 1=1 --"}, {}},
      {"limit", {.limit = 2}, {"call_3", "call_2"}},
      {"limit over alternatives", {.number = "+13125550199", .limit = 1}, {"call_2"}},
  };
  for (const auto& test : cases) EXPECT_EQ(this->found(test.filter), test.ids) << test.name;
}

TYPED_TEST_P(StoreContract, SearchSeesEveryColumnAsItBecomes) {
  SampleCall one("call_1");
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  one.call.state = CallState::Settled;
  one.call.workflow = "sales";
  one.call.outcome = "joined";
  one.call.conversation = ConversationId("conv");
  one.call.closed_at = at_second(90);
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  const auto calls = *this->store().search({.state = "settled", .workflow = "sales", .outcome = "joined"});
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].conversation_id, "conv");
  EXPECT_EQ(calls[0].bundle, "bundle-1");
  EXPECT_EQ(calls[0].from, "+13125550199");
  EXPECT_EQ(calls[0].to, "+13125550100");
  EXPECT_EQ(calls[0].opened_at, at_second(0));
  EXPECT_EQ(calls[0].closed_at, at_second(90));
  EXPECT_THAT(this->found({.workflow = "support"}), IsEmpty());
}

TYPED_TEST_P(StoreContract, AConversationIsShownWhenOnlyTheSnapshotChanged) {
  SampleCall one("call_1");
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  one.call.conversation = ConversationId("conv");
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  EXPECT_EQ(this->store().search({})->at(0).conversation_id, "conv");
  one.call.from = "+442071838750";
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  EXPECT_THAT(this->found({.number = "+442071838750"}), ElementsAre("call_1"));
}

TYPED_TEST_P(StoreContract, PagesNewestFirstWithoutGapsOrRepetitions) {
  constexpr int kCalls = 23;
  std::vector<std::string> expected;
  for (int i = 0; i < kCalls; ++i) {
    const auto id = "call_" + std::string(1, static_cast<char>('a' + i));
    this->add(id, i / 3, [](Call&) {});  // several share their second
    expected.insert(expected.begin(), id);
  }
  std::vector<std::string> all;
  CallFilter filter{.number = "+13125550100", .limit = 5};
  for (int page = 0; page < kCalls; ++page) {
    const auto calls = *this->store().search(filter);
    if (calls.empty()) break;
    for (const auto& call : calls) all.push_back(call.id);
    filter.before_row = calls.back().row;
  }
  EXPECT_EQ(all, expected);
}

TYPED_TEST_P(StoreContract, SearchIsInTheOrderOfOpeningEvenWhenStoredLate) {
  this->add("call_new", 20, [](Call&) {});
  this->add("call_old", 10, [](Call&) {});
  this->add("call_middle", 15, [](Call&) {});
  EXPECT_THAT(this->found({}), ElementsAre("call_new", "call_middle", "call_old"));
  EXPECT_THAT(this->found({.since = at_second(12)}), ElementsAre("call_new", "call_middle"));
}

TYPED_TEST_P(StoreContract, ExpiresClosedCallsWithAllThatBelongsToThem) {
  SampleCall old_call("call_old"), new_call("call_new"), open_call("call_open");
  const auto close = [&](SampleCall& sample, std::int64_t second) {
    sample.call.state = CallState::Settled;
    sample.call.closed_at = at_second(second);
    auto entry = sample.next();
    entry.keys = {"ccid:" + sample.call.id.text()};
    entry.dead_letters = {"{}"};
    ASSERT_EQ(this->commit(entry).kind, Kind::Committed);
  };
  close(old_call, 100);
  close(new_call, 200);
  ASSERT_EQ(this->commit(open_call.next()).kind, Kind::Committed);
  ASSERT_TRUE(this->store().commit({}, {sample_event("old", {"k"}, 100), sample_event("new", {"k"}, 200)}));
  EXPECT_EQ(*this->store().expire(at_second(200), 10), 1U);
  EXPECT_THAT(this->found({}), ::testing::UnorderedElementsAre("call_new", "call_open"));
  EXPECT_EQ(*this->store().load(CallId("call_old")), std::nullopt);
  EXPECT_EQ(*this->store().find({"ccid:call_old"}), std::nullopt);
  EXPECT_EQ(*this->store().find({"ccid:call_new"}), CallId("call_new"));
  EXPECT_THAT(this->seqs("call_old", 0), IsEmpty());
  EXPECT_EQ(*this->store().dead_letter_count(), 1U);
  EXPECT_EQ(this->store().records_since(0, 10)->size(), 2U);
  const auto events = *this->store().unmatched({"k"});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event_id, "new");
}

TYPED_TEST_P(StoreContract, ExpiresNoMoreThanTheLimitAtOnceOldestFirst) {
  for (int i = 0; i < 5; ++i) {
    this->add("call_" + std::to_string(i), i, [&](Call& call) { call.closed_at = at_second(100 - i); });
  }
  EXPECT_EQ(*this->store().expire(at_second(1000), 2), 2U);
  EXPECT_THAT(this->found({}), ElementsAre("call_2", "call_1", "call_0"));
  EXPECT_EQ(*this->store().expire(at_second(1000), 10), 3U);
  EXPECT_EQ(*this->store().expire(at_second(1000), 10), 0U);
}

TYPED_TEST_P(StoreContract, NeverUsesAPositionOrARowTwice) {
  SampleCall one("call_1");
  one.call.closed_at = at_second(1);
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  const auto position = this->store().records_since(0, 1)->at(0).position;
  const auto row = this->store().search({})->at(0).row;
  ASSERT_EQ(*this->store().expire(at_second(2), 10), 1U);
  SampleCall two("call_2");
  ASSERT_EQ(this->commit(two.next()).kind, Kind::Committed);
  EXPECT_GT(this->store().records_since(0, 1)->at(0).position, position);
  EXPECT_GT(this->store().search({})->at(0).row, row);
}

TYPED_TEST_P(StoreContract, KeepsTextExactly) {
  using namespace std::string_literals;
  SampleCall one("call_1");
  auto entry = one.next();
  const auto text = "{\"said\":\"äöü • 😀\",\"nul\":\"\0\"}"s;
  entry.snapshot = text;
  entry.keys = {"ccid:v3:a'b\"c"};
  ASSERT_EQ(this->commit(entry).kind, Kind::Committed);
  EXPECT_EQ(*this->store().load(CallId("call_1")), text);
  EXPECT_EQ(*this->store().find({"ccid:v3:a'b\"c"}), CallId("call_1"));
}

REGISTER_TYPED_TEST_SUITE_P(
    StoreContract, LoadsTheSnapshotOfTheLastCommittedVersion, ConflictsWhenTheSeenVersionIsNotTheStoredOne,
    JudgesEachEntryOfABatchAloneAndInOrder, FindsTheCallOfTheFirstIndexedKey,
    TwoFirstWebhooksOfOneCallerMakeOneCall, AcceptsAKeyThatTheCallHasAlready,
    SessionKeysStayWithTheirFirstCall, ClaimIsLostWhenAnotherCallHoldsIt, AReleasedClaimIsFreeForOthersAtOnce,
    ACallReleasesOnlyItsOwnClaims, AnAddressReleasedAndClaimedInOneEntryEndsClaimed, AClosedCallHoldsNoClaim,
    GivesDueCallsEarliestFirst, PagesThroughTheRecordsOfACall,
    StreamsStepsOfAllCallsInTheOrderOfTheirPositions, KeepsUnmatchedEventsUntilACallAdoptsThem,
    StoresARepeatedUnmatchedEventOnce, KeepsDeadLettersInOrder,
    KeepsTheFirstContentOfABundleAndTheFirstValueOfMeta, SearchesByEveryColumn,
    SearchSeesEveryColumnAsItBecomes, AConversationIsShownWhenOnlyTheSnapshotChanged,
    PagesNewestFirstWithoutGapsOrRepetitions, SearchIsInTheOrderOfOpeningEvenWhenStoredLate,
    ExpiresClosedCallsWithAllThatBelongsToThem, ExpiresNoMoreThanTheLimitAtOnceOldestFirst,
    NeverUsesAPositionOrARowTwice, KeepsTextExactly);

}  // namespace callwright::tests::store_contract
