#pragma once

#include "tests/service/store/store_contract_fixture.hpp"

#include <map>
#include <string>

/// What every Store promises about idle phones and stand-ins.
namespace callwright::tests::store_contract {

template <class Fixture>
class StoreOnCallContract : public StoreContract<Fixture> {};

TYPED_TEST_SUITE_P(StoreOnCallContract);

inline OnCallOverride stand_in(std::string rotation, std::string person, std::int64_t from = 0) {
  return {
      .rotation = std::move(rotation), .person = std::move(person), .from = at_second(from), .by = "dana"};
}

/// The entry of a call whose legs to `addresses` have ended at that second.
inline StoreEntry ended_legs(SampleCall& sample, const std::vector<std::string>& addresses,
                             std::int64_t second) {
  for (const auto& address : addresses) {
    const int number = static_cast<int>(sample.call.legs.size()) + 1;
    sample.call.legs.push_back(
        Leg{.number = number, .address = address, .state = LegState::Ended, .ended_at = at_second(second)});
  }
  auto entry = sample.next();
  entry.releases = addresses;
  return entry;
}

TYPED_TEST_P(StoreOnCallContract, AReleasedPhoneIsIdleSinceTheEndOfItsLatestLeg) {
  SampleCall one("call_1"), two("call_2");
  ASSERT_EQ(this->commit(ended_legs(one, {"+13125550111", "+13125550112"}, 10)).kind, Kind::Committed);
  ASSERT_EQ(this->commit(ended_legs(two, {"+13125550111"}, 25)).kind, Kind::Committed);
  EXPECT_EQ(*this->store().idle_since(), (std::map<std::string, TimePoint>{{"+13125550111", at_second(25)},
                                                                           {"+13125550112", at_second(10)}}));
}

TYPED_TEST_P(StoreOnCallContract, AnEarlierEndThatIsStoredLaterDoesNotCount) {
  SampleCall one("call_1"), two("call_2");
  ASSERT_EQ(this->commit(ended_legs(one, {"+13125550111"}, 25)).kind, Kind::Committed);
  ASSERT_EQ(this->commit(ended_legs(two, {"+13125550111"}, 10)).kind, Kind::Committed);
  EXPECT_EQ(this->store().idle_since()->at("+13125550111"), at_second(25));
}

TYPED_TEST_P(StoreOnCallContract, ARefusedEntryLeavesNoIdleTime) {
  SampleCall one("call_1");
  auto entry = ended_legs(one, {"+13125550111"}, 10);
  entry.seen_version = 7;
  EXPECT_EQ(this->commit(entry).kind, Kind::Conflict);
  EXPECT_TRUE(this->store().idle_since()->empty());
}

TYPED_TEST_P(StoreOnCallContract, ARotationHasOneOverrideAndTheOneBeforeHasEnded) {
  ASSERT_TRUE(this->store().put_override(stand_in("night", "ana"), at_second(1)));
  ASSERT_TRUE(this->store().put_override(stand_in("day", "ben"), at_second(2)));
  ASSERT_TRUE(this->store().put_override(stand_in("night", "chloe"), at_second(3)));
  const auto found = *this->store().overrides(10);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].override, stand_in("night", "chloe"));
  EXPECT_EQ(found[0].made_at, at_second(3));
  EXPECT_FALSE(found[0].ended_at);
  EXPECT_EQ(found[1].override, stand_in("day", "ben"));
  EXPECT_EQ(found[2].override, stand_in("night", "ana"));
  EXPECT_EQ(found[2].ended_at, at_second(3));
  EXPECT_EQ(found[2].ended_by, "dana");
}

TYPED_TEST_P(StoreOnCallContract, EndsAnOverrideOnce) {
  auto override = stand_in("night", "ana", 5);
  override.until = at_second(500);
  ASSERT_TRUE(this->store().put_override(override, at_second(1)));
  EXPECT_EQ(*this->store().end_override("day", at_second(2), "eve"), false);
  EXPECT_EQ(*this->store().end_override("night", at_second(2), "eve"), true);
  EXPECT_EQ(*this->store().end_override("night", at_second(3), "eve"), false);
  const auto found = *this->store().overrides(10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].override, override);
  EXPECT_EQ(found[0].ended_at, at_second(2));
  EXPECT_EQ(found[0].ended_by, "eve");
}

TYPED_TEST_P(StoreOnCallContract, OverridesInForceStandBeforeAllOthers) {
  ASSERT_TRUE(this->store().put_override(stand_in("night", "ana"), at_second(1)));
  for (int i = 2; i < 6; ++i) ASSERT_TRUE(this->store().put_override(stand_in("day", "ben"), at_second(i)));
  const auto found = *this->store().overrides(2);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_FALSE(found[0].ended_at);
  EXPECT_FALSE(found[1].ended_at);
}

TYPED_TEST_P(StoreOnCallContract, WhatIsLongOverExpires) {
  SampleCall one("call_1");
  ASSERT_EQ(this->commit(ended_legs(one, {"+13125550111"}, 10)).kind, Kind::Committed);
  ASSERT_TRUE(this->store().put_override(stand_in("night", "ana"), at_second(1)));
  ASSERT_TRUE(this->store().end_override("night", at_second(10), "dana"));
  ASSERT_TRUE(this->store().put_override(stand_in("day", "ben"), at_second(1)));
  ASSERT_TRUE(this->store().expire(at_second(10), 5));
  EXPECT_EQ(this->store().idle_since()->size(), 1U);
  EXPECT_EQ(this->store().overrides(10)->size(), 2U);
  ASSERT_TRUE(this->store().expire(at_second(11), 5));
  EXPECT_TRUE(this->store().idle_since()->empty());
  ASSERT_EQ(this->store().overrides(10)->size(), 1U);
  EXPECT_EQ(this->store().overrides(10)->at(0).override.rotation, "day") << "it is in force";
}

REGISTER_TYPED_TEST_SUITE_P(StoreOnCallContract, AReleasedPhoneIsIdleSinceTheEndOfItsLatestLeg,
                            AnEarlierEndThatIsStoredLaterDoesNotCount, ARefusedEntryLeavesNoIdleTime,
                            ARotationHasOneOverrideAndTheOneBeforeHasEnded, EndsAnOverrideOnce,
                            OverridesInForceStandBeforeAllOthers, WhatIsLongOverExpires);

}  // namespace callwright::tests::store_contract
