#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_destinations {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::simulator::Telnyx;
using callwright::simulator::Unstated;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

constexpr auto kTwo =
    R"({"connection_id":"1000000000000000001","from":"+13125550100","to":["+13125550111","+13125550112"]})";

Behaviour answers_after(Duration delay) {
  Behaviour behaviour;
  behaviour.answer_after = delay;
  return behaviour;
}

/// Two people, the second of whom is quicker.
Bench bench_with(Unstated::Destinations choice) {
  Telnyx::Settings settings;
  settings.unstated.several_destinations = choice;
  Bench bench(settings);
  bench.telnyx.set_person("+13125550111", answers_after(4s));
  bench.telnyx.set_person("+13125550112", answers_after(2s));
  return bench;
}

TEST(SimulatorDestinations, TheFirstAnswerHangsUpTheOthers) {
  auto bench = bench_with(Unstated::Destinations::FirstAnswerWins);
  const auto began = bench.now;
  const auto answer = bench.send("POST", "/calls", kTwo);
  bench.wait(10s);
  EXPECT_EQ(bench.story(began, {"to"}),
            (Story{"+0 call.initiated direction=outgoing state=bridging to=+13125550111",
                   "+0 call.initiated direction=outgoing state=bridging to=+13125550112",
                   "+2000 call.answered state=answered to=+13125550112",
                   "+2000 call.hangup state=hangup hangup_cause=originator_cancel to=+13125550111"}));
  const auto legs = bench.telnyx.legs();
  ASSERT_EQ(legs.size(), 2U);
  EXPECT_EQ(Bench::data(answer, "call_control_id"), legs[0].id.text());
}

TEST(SimulatorDestinations, OneLegIsTakenByWhoAnswersFirst) {
  auto bench = bench_with(Unstated::Destinations::OneLeg);
  const auto began = bench.now;
  bench.send("POST", "/calls", kTwo);
  bench.wait(10s);
  EXPECT_EQ(bench.story(began, {"to"}),
            (Story{"+0 call.initiated direction=outgoing state=bridging to=+13125550112",
                   "+2000 call.answered state=answered to=+13125550112"}));
}

TEST(SimulatorDestinations, OrOnlyTheFirstIsDialled) {
  auto bench = bench_with(Unstated::Destinations::OnlyTheFirst);
  const auto began = bench.now;
  bench.send("POST", "/calls", kTwo);
  bench.wait(10s);
  EXPECT_EQ(bench.story(began, {"to"}),
            (Story{"+0 call.initiated direction=outgoing state=bridging to=+13125550111",
                   "+4000 call.answered state=answered to=+13125550111"}));
}

TEST(SimulatorDestinations, EachTakesAChannel) {
  Telnyx::Settings settings;
  settings.outbound_channels = 1;
  Bench bench(settings);
  EXPECT_EQ(bench.outcome_of("POST", "/calls", kTwo), "422 90041");
  EXPECT_TRUE(bench.telnyx.legs().empty());
}

TEST(SimulatorTransfer, PlaysToTheTargetBeforeItIsBridged) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  bench.command(
      leg, "transfer",
      R"({"to":"+13125550111","media_name":"whisper","target_leg_client_state":"YQ==","send_digits_on_answer":"12"})");
  bench.wait(10s);
  EXPECT_EQ(bench.story(began, {"client_state"}),
            (Story{"+0 call.initiated direction=outgoing state=bridging client_state=YQ==",
                   "+3000 call.answered state=answered client_state=YQ==",
                   "+3000 call.playback.started client_state=YQ==",
                   "+8000 call.playback.ended status=completed client_state=YQ==",
                   "+8000 call.bridged client_state=", "+8000 call.bridged client_state=YQ=="}));
  EXPECT_EQ(bench.telnyx.legs().back().keys_heard, "12");
}

TEST(SimulatorTransfer, AFailedTargetLeavesTheCallerUp) {
  Bench bench;
  Behaviour busy;
  busy.kind = Behaviour::Kind::Busy;
  bench.telnyx.set_person("+13125550111", busy);
  const auto leg = bench.answered_incoming();
  bench.command(leg, "transfer", R"({"to":"+13125550111"})");
  bench.wait(10s);
  EXPECT_EQ(JsonDocument::of(bench.payload("call.hangup")).root()["hangup_cause"].str(), "user_busy");
  EXPECT_EQ(bench.telnyx.leg(leg)->state, "answered");
}

TEST(SimulatorDial, BridgesOnAnswerUnlessTheTargetIsBridged) {
  Bench bench;
  const auto caller = bench.answered_incoming();
  const auto link =
      R"(,"link_to":")" + caller.text() + R"(","bridge_on_answer":true,"prevent_double_bridge":true)";
  const auto first = bench.dial("+13125550111", link);
  bench.wait(3s);
  EXPECT_EQ(bench.telnyx.leg(caller)->bridged_to, first.text());
  const auto second = bench.dial("+13125550112", link);
  bench.wait(3s);
  EXPECT_EQ(bench.telnyx.leg(second)->state, "ended");
  EXPECT_EQ(bench.telnyx.leg(caller)->bridged_to, first.text());
}

}  // namespace
}  // namespace callwright::tests::simulator_destinations
