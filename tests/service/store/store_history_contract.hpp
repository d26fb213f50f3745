#pragma once

#include "tests/service/store/store_contract_fixture.hpp"

/// What every Store promises about searches, records and expiry.
namespace callwright::tests::store_contract {

template <class Fixture>
class StoreHistoryContract : public StoreContract<Fixture> {};

TYPED_TEST_SUITE_P(StoreHistoryContract);

TYPED_TEST_P(StoreHistoryContract, PagesThroughTheRecordsOfACall) {
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

TYPED_TEST_P(StoreHistoryContract, StreamsStepsOfAllCallsInTheOrderOfTheirPositions) {
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

TYPED_TEST_P(StoreHistoryContract, SearchesByEveryColumn) {
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

TYPED_TEST_P(StoreHistoryContract, SearchSeesEveryColumnAsItBecomes) {
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

TYPED_TEST_P(StoreHistoryContract, AConversationIsShownWhenOnlyTheSnapshotChanged) {
  SampleCall one("call_1");
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  one.call.conversation = ConversationId("conv");
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  EXPECT_EQ(this->store().search({})->at(0).conversation_id, "conv");
  one.call.from = "+442071838750";
  ASSERT_EQ(this->commit(one.next()).kind, Kind::Committed);
  EXPECT_THAT(this->found({.number = "+442071838750"}), ElementsAre("call_1"));
}

TYPED_TEST_P(StoreHistoryContract, PagesNewestFirstWithoutGapsOrRepetitions) {
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

TYPED_TEST_P(StoreHistoryContract, SearchIsInTheOrderOfOpeningEvenWhenStoredLate) {
  this->add("call_new", 20, [](Call&) {});
  this->add("call_old", 10, [](Call&) {});
  this->add("call_middle", 15, [](Call&) {});
  EXPECT_THAT(this->found({}), ElementsAre("call_new", "call_middle", "call_old"));
  EXPECT_THAT(this->found({.since = at_second(12)}), ElementsAre("call_new", "call_middle"));
}

TYPED_TEST_P(StoreHistoryContract, ExpiresClosedCallsWithAllThatBelongsToThem) {
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

TYPED_TEST_P(StoreHistoryContract, ExpiresNoMoreThanTheLimitAtOnceOldestFirst) {
  for (int i = 0; i < 5; ++i) {
    this->add("call_" + std::to_string(i), i, [&](Call& call) { call.closed_at = at_second(100 - i); });
  }
  EXPECT_EQ(*this->store().expire(at_second(1000), 2), 2U);
  EXPECT_THAT(this->found({}), ElementsAre("call_2", "call_1", "call_0"));
  EXPECT_EQ(*this->store().expire(at_second(1000), 10), 3U);
  EXPECT_EQ(*this->store().expire(at_second(1000), 10), 0U);
}

TYPED_TEST_P(StoreHistoryContract, AClosedCallThatStillHasToSendSomethingDoesNotExpire) {
  SampleCall sample("call_1");
  sample.call.closed_at = at_second(1);
  auto waiting = sample.next();
  waiting.next_due_at = at_second(500);
  ASSERT_EQ(this->commit(waiting).kind, Kind::Committed);
  EXPECT_EQ(*this->store().expire(at_second(100), 10), 0U);
  ASSERT_EQ(this->commit(sample.next()).kind, Kind::Committed);
  EXPECT_EQ(*this->store().expire(at_second(100), 10), 1U);
}

TYPED_TEST_P(StoreHistoryContract, CallsThatBeginMeanwhileDoNotMoveThePages) {
  for (int i = 0; i < 4; ++i) this->add("call_" + std::to_string(i), i, [](Call&) {});
  CallFilter filter{.limit = 2};
  const auto first = *this->store().search(filter);
  this->add("call_new", 9, [](Call&) {});
  filter.before_row = first.back().row;
  EXPECT_THAT(this->found(filter), ElementsAre("call_1", "call_0"));
}

TYPED_TEST_P(StoreHistoryContract, NeverUsesAPositionOrARowTwice) {
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

REGISTER_TYPED_TEST_SUITE_P(StoreHistoryContract, PagesThroughTheRecordsOfACall,
                            StreamsStepsOfAllCallsInTheOrderOfTheirPositions, SearchesByEveryColumn,
                            SearchSeesEveryColumnAsItBecomes, AConversationIsShownWhenOnlyTheSnapshotChanged,
                            PagesNewestFirstWithoutGapsOrRepetitions,
                            SearchIsInTheOrderOfOpeningEvenWhenStoredLate,
                            ExpiresClosedCallsWithAllThatBelongsToThem,
                            ExpiresNoMoreThanTheLimitAtOnceOldestFirst,
                            AClosedCallThatStillHasToSendSomethingDoesNotExpire,
                            CallsThatBeginMeanwhileDoNotMoveThePages, NeverUsesAPositionOrARowTwice);

}  // namespace callwright::tests::store_contract
