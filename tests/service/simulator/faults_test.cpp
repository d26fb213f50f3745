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
  EXPECT_EQ(faults.duplicates(), 0);
  EXPECT_FALSE(faults.drops_next());
  EXPECT_FALSE(faults.next_of("dial"));
}

TEST(SimulatorFaults, AreUsedUpInTheirOrder) {
  auto faults = *read(
      R"({"api":[{"operation":"dial","fault":"timeout","applied":true},{"operation":"*","fault":500}]})");
  EXPECT_EQ(faults.next_of("dial")->kind, ApiFault::Kind::Timeout);
  EXPECT_EQ(faults.next_of("dial")->status, 500);
  EXPECT_FALSE(faults.next_of("dial"));
}

TEST(SimulatorFaults, WhatCannotBeMeantIsRefused) {
  for (const std::string text :
       {R"([])", R"({"duplicates":1})", R"({"duplicate":-1})", R"({"duplicate":"1"})",
        R"({"drop_every":1.5})", R"({"api":{}})", R"({"api":[{}]})",
        R"({"api":[{"operation":"dail","fault":503}]})", R"({"api":[{"operation":"dial","fault":200}]})",
        R"({"api":[{"operation":"dial","fault":"slow"}]})",
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
}

}  // namespace
}  // namespace callwright::tests::simulator_faults
