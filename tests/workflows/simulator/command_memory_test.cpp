#include "tests/workflows/simulator/bench.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_command_memory {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Telnyx;
using callwright::simulator::Unstated;
using callwright::tests::simulator::Bench;

constexpr auto kDial = R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550111",)"
                       R"("command_id":"d1"})";
constexpr auto kStart = R"({"assistant":{"id":"assistant-1"},"command_id":"s1"})";

TEST(SimulatorCommandMemory, ADuplicateDialMakesNoSecondLegAndAnswersTheSame) {
  Bench bench;
  const auto first = bench.send("POST", "/calls", kDial);
  bench.now += 60s;
  EXPECT_EQ(bench.send("POST", "/calls", kDial).body, first.body);
  EXPECT_EQ(bench.telnyx.legs().size(), 1U);
  EXPECT_EQ(bench.telnyx.effects().size(), 1U);
}

TEST(SimulatorCommandMemory, AfterSixtySecondsTheSameCommandIsANewOne) {
  Bench bench;
  const auto first = bench.send("POST", "/calls", kDial);
  bench.now += 60s + 1ms;
  EXPECT_NE(bench.send("POST", "/calls", kDial).body, first.body);
  EXPECT_EQ(bench.telnyx.legs().size(), 2U);
}

TEST(SimulatorCommandMemory, ADuplicateStartNamesTheConversationAndStartsNone) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto first = bench.command(leg, "ai_assistant_start", kStart);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(bench.command(leg, "ai_assistant_start", kStart).body, first.body);
  bench.wait(2s);
  EXPECT_EQ(std::ranges::count(bench.webhooks, "call.conversation.created",
                               &callwright::simulator::Webhook::event_type),
            1);
}

TEST(SimulatorCommandMemory, ADuplicateMayBeAnsweredWithoutIds) {
  Telnyx::Settings settings;
  settings.unstated.duplicate_reply = Unstated::DuplicateReply::OkWithoutIds;
  Bench bench(settings);
  bench.send("POST", "/calls", kDial);
  EXPECT_EQ(bench.send("POST", "/calls", kDial).body.text(), R"({"data":{"result":"ok"}})");
}

TEST(SimulatorCommandMemory, EachLegHasItsOwn) {
  Bench bench;
  const auto one = bench.answered_incoming();
  const auto two = bench.answered_incoming();
  bench.command(one, "hangup", R"({"command_id":"h"})");
  bench.command(two, "hangup", R"({"command_id":"h"})");
  EXPECT_EQ(bench.telnyx.leg(one)->state, "ended");
  EXPECT_EQ(bench.telnyx.leg(two)->state, "ended");
}

TEST(SimulatorCommandMemory, ARefusedCommandIsNotRemembered) {
  Bench bench;
  const auto leg = bench.incoming();
  const auto speech = R"({"payload":"Hello","voice":"v","command_id":"s"})";
  EXPECT_EQ(Bench::outcome(bench.command(leg, "speak", speech)), "422 90034");
  bench.command(leg, "answer");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "speak", speech)), "200");
  EXPECT_EQ(bench.telnyx.leg(leg)->heard, std::vector<std::string>{"Hello"});
}

}  // namespace
}  // namespace callwright::tests::simulator_command_memory
