#include "service/simulator/faults.hpp"

#include "service/simulator/operation_of.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_faults {
namespace {

using simulator::ApiFault;
using simulator::Faults;

Result<Faults> read(const std::string& text) {
  return Faults::read(JsonDocument::of(Json::trusted(text)).root());
}

TEST(SimulatorFaults, NothingGoesWrongUnlessAskedFor) {
  auto faults = *read("{}");
  const auto fate = faults.next_of_webhook("call.answered");
  EXPECT_FALSE(fate.is_lost || fate.is_swapped);
  EXPECT_EQ(fate.copies, 0);
  EXPECT_EQ(fate.delay, Duration(0));
  EXPECT_FALSE(faults.next_of("dial"));
}

TEST(SimulatorFaults, AreUsedUpInTheirOrder) {
  auto faults = *read(
      R"({"api":[{"operation":"dial","fault":"timeout","applied":true},{"operation":"*","fault":500}]})");
  EXPECT_EQ(faults.next_of("dial")->kind, ApiFault::Kind::Timeout);
  EXPECT_EQ(faults.next_of("dial")->status, 500);
  EXPECT_FALSE(faults.next_of("dial"));
}

TEST(SimulatorFaults, OnlySomeRequestsAreHitWhenAskedSo) {
  auto faults = *read(R"({"api":[{"operation":"dial","fault":503,"every":3,"count":2}]})");
  std::string hit;
  for (int i = 0; i < 10; ++i) hit += faults.next_of("dial") ? 'x' : '.';
  EXPECT_EQ(hit, "..x..x....");
  EXPECT_FALSE(faults.next_of("answer"));
}

TEST(SimulatorFaults, OfWebhooksCountByTypeAndComeTogether) {
  auto faults = *read(R"({"webhooks":[{"fault":"lost","event":"call.hangup","count":1},
                                      {"fault":"doubled","every":2,"copies":3},
                                      {"fault":"late","delay":1.5},
                                      {"fault":"swapped","event":"call.answered"}]})");
  EXPECT_TRUE(faults.next_of_webhook("call.hangup").is_lost);
  const auto second = faults.next_of_webhook("call.hangup");
  EXPECT_FALSE(second.is_lost);
  EXPECT_EQ(second.copies, 3);
  EXPECT_EQ(second.delay, std::chrono::milliseconds{1500});
  EXPECT_FALSE(second.is_swapped);
  EXPECT_TRUE(faults.next_of_webhook("call.answered").is_swapped);
}

TEST(SimulatorFaults, WhatCannotBeMeantIsRefused) {
  for (const std::string text :
       {R"([])", R"({"webhook":[]})", R"({"webhooks":{}})", R"({"webhooks":[{}]})",
        R"({"webhooks":[{"fault":"slow"}]})", R"({"webhooks":[{"fault":"lost","event":"call.answred"}]})",
        R"({"webhooks":[{"fault":"lost","every":1.5}]})", R"({"webhooks":[{"fault":"late","delay":-1}]})",
        R"({"webhooks":[{"fault":"doubled","copies":11}]})", R"({"api":{}})", R"({"api":[{}]})",
        R"({"api":[{"operation":"dail","fault":503}]})", R"({"api":[{"operation":"dial","fault":200}]})",
        R"({"api":[{"operation":"dial","fault":"late"}]})",
        R"({"api":[{"operation":"dial","fault":503,"applied":"yes"}]})"}) {
    const auto faults = read(text);
    ASSERT_FALSE(faults) << text;
    EXPECT_EQ(faults.error().code, "simulator.field");
  }
}

TEST(SimulatorFaults, ARequestIsNamedAsTheCatalogueDoes) {
  EXPECT_EQ(simulator::operation_of("POST", "/calls"), "dial");
  EXPECT_EQ(simulator::operation_of("POST", "/calls/v3:abc/actions/answer"), "answer");
  EXPECT_EQ(simulator::operation_of("GET", "/calls/v3:abc/actions/answer"), "");
  EXPECT_EQ(simulator::operation_of("POST", "/calls/v3:abc/actions/answer/more"), "");
  EXPECT_EQ(simulator::operation_of("POST", ""), "");
  EXPECT_EQ(simulator::operation_of("GET", "/ai/assistants/tags"), "list_tags") << "not get_assistant";
  EXPECT_EQ(simulator::operation_of("GET", "/ai/assistants/tags/versions"), "list_versions");
}

}  // namespace
}  // namespace callwright::tests::simulator_faults
