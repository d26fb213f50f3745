#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_bridge {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

/// A caller and a person, both answered.
struct Two {
  Bench bench;
  CallControlId caller = bench.answered_incoming();
  CallControlId person = bench.dial("+13125550111");
  Two() {
    bench.telnyx.answer(bench.now, person);
    bench.story(bench.now);
  }
  std::string bridge(const std::string& more = "") {
    return Bench::outcome(
        bench.command(caller, "bridge", R"({"call_control_id":")" + person.text() + "\"" + more + "}"));
  }
};

TEST(SimulatorBridge, ConnectsBothAndReportsItOnBoth) {
  Two two;
  EXPECT_EQ(two.bridge(), "200");
  EXPECT_EQ(two.bench.story(two.bench.now), (Story{"+0 call.bridged", "+0 call.bridged"}));
  EXPECT_EQ(two.bench.telnyx.leg(two.caller)->bridged_to, two.person.text());
  EXPECT_EQ(two.bench.telnyx.leg(two.person)->bridged_to, two.caller.text());
}

TEST(SimulatorBridge, TheEndOfOneEndsTheOther) {
  Two two;
  two.bridge();
  two.bench.telnyx.hang_up(two.bench.now, two.person);
  EXPECT_EQ(two.bench.telnyx.leg(two.caller)->state, "ended");
  EXPECT_EQ(two.bench.telnyx.leg(two.caller)->hangup_cause, "normal_clearing");
}

TEST(SimulatorBridge, ALegThatAskedToBeParkedStays) {
  Two two;
  two.bridge(R"(,"park_after_unbridge":"self")");
  two.bench.telnyx.hang_up(two.bench.now, two.person);
  EXPECT_EQ(two.bench.telnyx.leg(two.caller)->state, "answered");
  EXPECT_EQ(two.bench.telnyx.leg(two.caller)->bridged_to, "");
}

TEST(SimulatorBridge, BridgingTheSameTwoAgainHangsNobodyUp) {
  Two two;
  two.bridge();
  EXPECT_EQ(two.bridge(), "200");
  EXPECT_EQ(two.bench.telnyx.leg(two.person)->state, "answered");
  EXPECT_EQ(two.bench.telnyx.leg(two.caller)->bridged_to, two.person.text());
}

TEST(SimulatorBridge, NeedsAnAnsweredPartner) {
  Bench bench;
  const auto caller = bench.answered_incoming();
  const auto person = bench.dial("+13125550111");
  const auto body = R"({"call_control_id":")" + person.text() + "\"}";
  EXPECT_EQ(Bench::outcome(bench.command(caller, "bridge", body)), "422 90034");
  bench.command(person, "hangup");
  EXPECT_EQ(Bench::outcome(bench.command(caller, "bridge", body)), "422 90018");
}

TEST(SimulatorBridge, TransferDialsANewLegOfTheSessionAndBridgesIt) {
  Bench bench;
  const auto caller = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  EXPECT_EQ(Bench::outcome(bench.command(caller, "transfer",
                                         R"({"to":"+13125550111","target_leg_client_state":"Qg=="})")),
            "200");
  bench.wait(5s);
  EXPECT_EQ(bench.story(began),
            (Story{"+0 call.initiated direction=outgoing state=bridging",
                   "+3000 call.answered state=answered", "+3000 call.bridged", "+3000 call.bridged"}));
  const auto target = bench.telnyx.legs().back();
  EXPECT_EQ(target.client_state, "Qg==");
  EXPECT_EQ(target.from, "+13125550100");
  EXPECT_EQ(target.bridged_to, caller.text());
}

TEST(SimulatorBridge, AFailedTransferLeavesTheCallerAlone) {
  Bench bench;
  Behaviour busy;
  busy.kind = Behaviour::Kind::Busy;
  bench.telnyx.set_person("+13125550111", busy);
  const auto caller = bench.answered_incoming();
  bench.command(caller, "transfer", R"({"to":"+13125550111"})");
  bench.wait(10s);
  EXPECT_EQ(bench.telnyx.legs().back().hangup_cause, "user_busy");
  EXPECT_EQ(bench.telnyx.leg(caller)->state, "answered");
}

TEST(SimulatorBridge, ADialMayBridgeOnAnswer) {
  Bench bench;
  const auto caller = bench.answered_incoming();
  const auto person =
      bench.dial("+13125550111", R"(,"bridge_on_answer":true,"link_to":")" + caller.text() + "\"");
  bench.wait(4s);
  EXPECT_EQ(bench.telnyx.leg(caller)->bridged_to, person.text());
}

}  // namespace
}  // namespace callwright::tests::simulator_bridge
