#pragma once

#include "tests/service/store/store_contract_fixture.hpp"

/// What every Store promises about calls, keys, claims and events.
namespace callwright::tests::store_contract {

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

TYPED_TEST_P(StoreContract, TextKeysGoToTheLatestCall) {
  SampleCall one("call_1"), two("call_2");
  auto first = one.next();
  auto second = two.next();
  first.keys = second.keys = {"text:+13125550199"};
  ASSERT_EQ(this->commit(first).kind, Kind::Committed);
  ASSERT_EQ(this->commit(second).kind, Kind::Committed);
  EXPECT_EQ(*this->store().find({"text:+13125550199"}), CallId("call_2"));
  auto again = one.next();
  again.keys = {"text:+13125550199"};
  EXPECT_EQ(this->commit(again).kind, Kind::Committed);
  EXPECT_EQ(*this->store().find({"text:+13125550199"}), CallId("call_1"));
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

TYPED_TEST_P(StoreContract, ADeadLetterIsSettledByItsOwnCallOnly) {
  SampleCall one("call_1"), two("call_2");
  auto entry = one.next();
  entry.dead_letters = {R"({"n":1})", R"({"n":2})"};
  ASSERT_EQ(this->commit(entry).kind, Kind::Committed);
  const auto first = this->store().dead_letters(0, 1)->front().position;
  auto foreign = two.next();
  foreign.settled_letters = {first};
  ASSERT_EQ(this->commit(foreign).kind, Kind::Committed);
  EXPECT_EQ(*this->store().dead_letter_count(), 2U);
  auto settling = one.next();
  settling.settled_letters = {first, 4711};
  settling.dead_letters = {R"({"n":3})"};
  ASSERT_EQ(this->commit(settling).kind, Kind::Committed);
  const auto letters = *this->store().dead_letters(0, 10);
  ASSERT_EQ(letters.size(), 2U);
  EXPECT_EQ(letters[0].letter, R"({"n":2})");
  EXPECT_EQ(letters[1].letter, R"({"n":3})");
}

TYPED_TEST_P(StoreContract, CountsTheCallsThatAreNotClosed) {
  EXPECT_EQ(this->store().open_calls()->at("conversing"), 0);
  this->add("call_1", 0, [](Call& call) { call.state = CallState::Conversing; });
  this->add("call_2", 0, [](Call& call) { call.state = CallState::Conversing; });
  this->add("call_3", 0, [](Call& call) { call.state = CallState::Transferred; });
  this->add("call_4", 0, [](Call& call) {
    call.state = CallState::Failed;
    call.closed_at = at_second(1);
  });
  this->add("call_5", 0, [](Call& call) {
    call.state = CallState::Settled;
    call.closed_at = at_second(1);
  });
  SampleCall rejected("call_6");
  rejected.call.state = CallState::Failed;
  auto entry = rejected.next();
  entry.next_due_at = at_second(5);  // the command that rejects it is not answered yet
  ASSERT_EQ(this->commit(entry).kind, Kind::Committed);
  const auto open = *this->store().open_calls();
  EXPECT_EQ(open.at("conversing"), 2);
  EXPECT_EQ(open.at("transferred"), 1);
  EXPECT_EQ(open.at("failed"), 1);
  EXPECT_EQ(open.at("arriving"), 0);
  EXPECT_FALSE(open.contains("settled"));
}

TYPED_TEST_P(StoreContract, KeepsTheFirstContentOfABundleAndTheFirstValueOfMeta) {
  EXPECT_EQ(*this->store().bundle(BundleId("b")), std::nullopt);
  ASSERT_TRUE(this->store().put_bundle(BundleId("b"), "content"));
  ASSERT_TRUE(this->store().put_bundle(BundleId("b"), "content"));
  EXPECT_EQ(*this->store().bundle(BundleId("b")), "content");
  EXPECT_EQ(*this->store().meta("deployment", "first"), "first");
  EXPECT_EQ(*this->store().meta("deployment", "second"), "first");
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

REGISTER_TYPED_TEST_SUITE_P(StoreContract, LoadsTheSnapshotOfTheLastCommittedVersion,
                            ConflictsWhenTheSeenVersionIsNotTheStoredOne,
                            JudgesEachEntryOfABatchAloneAndInOrder, FindsTheCallOfTheFirstIndexedKey,
                            TwoFirstWebhooksOfOneCallerMakeOneCall, AcceptsAKeyThatTheCallHasAlready,
                            SessionKeysStayWithTheirFirstCall, TextKeysGoToTheLatestCall,
                            ClaimIsLostWhenAnotherCallHoldsIt, AReleasedClaimIsFreeForOthersAtOnce,
                            ACallReleasesOnlyItsOwnClaims, AnAddressReleasedAndClaimedInOneEntryEndsClaimed,
                            AClosedCallHoldsNoClaim, GivesDueCallsEarliestFirst,
                            KeepsUnmatchedEventsUntilACallAdoptsThem, StoresARepeatedUnmatchedEventOnce,
                            KeepsDeadLettersInOrder, ADeadLetterIsSettledByItsOwnCallOnly,
                            CountsTheCallsThatAreNotClosed,
                            KeepsTheFirstContentOfABundleAndTheFirstValueOfMeta, KeepsTextExactly);

}  // namespace callwright::tests::store_contract
