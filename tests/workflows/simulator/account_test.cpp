#include "tests/workflows/simulator/bench.hpp"

#include <map>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_account {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::ApiResponse;
using callwright::simulator::Telnyx;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

std::string header(const ApiResponse& response, const std::string& name) {
  const std::map<std::string, std::string> headers(response.headers.begin(), response.headers.end());
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

TEST(SimulatorRateLimit, TellsHowMuchIsLeftAndRefusesTheRest) {
  Telnyx::Settings settings;
  settings.rate_limit = {.requests = 2, .window = 10s};
  Bench bench(settings);
  const auto ask = [&] { return bench.send("GET", "/queues"); };
  const auto first = ask();
  EXPECT_EQ(header(first, "x-ratelimit-limit"), "2");
  EXPECT_EQ(header(first, "x-ratelimit-remaining"), "1");
  EXPECT_EQ(header(first, "x-ratelimit-reset"), "10");
  ask();
  bench.wait(3500ms);
  const auto refused = ask();
  EXPECT_EQ(Bench::outcome(refused), "429 10011");
  EXPECT_EQ(header(refused, "x-ratelimit-remaining"), "0");
  EXPECT_EQ(header(refused, "x-ratelimit-reset"), "7");
  bench.wait(6500ms);
  EXPECT_EQ(Bench::outcome(ask()), "200");
  EXPECT_TRUE(Bench().send("GET", "/queues").headers.empty());
}

TEST(SimulatorRateLimit, ARefusedCommandHasNoEffect) {
  Telnyx::Settings settings;
  settings.rate_limit = {.requests = 1, .window = 10s};
  Bench bench(settings);
  const auto leg = bench.incoming();
  EXPECT_EQ(Bench::outcome(bench.command(leg, "answer")), "200");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "hangup")), "429 10011");
  EXPECT_EQ(bench.telnyx.leg(leg)->state, "answered");
}

TEST(SimulatorAccount, AKeyWithoutTheRightIsForbidden) {
  Telnyx::Settings settings;
  settings.forbidden_operations = {"dial"};
  Bench bench(settings);
  EXPECT_EQ(bench.outcome_of("POST", "/calls", "{}"), "403 10010");
  EXPECT_EQ(bench.outcome_of("GET", "/queues"), "200");
}

TEST(SimulatorAccount, CostsComeAfterACallWhenTheApplicationAsksForThem) {
  Telnyx::Settings settings;
  settings.call_cost_in_webhooks = true;
  Bench bench(settings);
  const auto leg = bench.answered_incoming();
  bench.wait(61s);
  bench.command(leg, "hangup");
  bench.wait(2s);
  const auto cost = JsonDocument::of(bench.payload("call.cost"));
  EXPECT_EQ(cost.root()["billed_duration_secs"].display(), "120");
  EXPECT_EQ(cost.root()["total_cost"].str(), "0.0020");
  EXPECT_EQ(cost.root().at_path("cost_parts.0.currency").str(), "USD");
  EXPECT_EQ(cost.root()["status"].str(), "success");
  Bench silent;
  silent.command(silent.answered_incoming(), "hangup");
  silent.wait(1min);
  EXPECT_EQ(silent.count("call.cost"), 0U);
}

TEST(SimulatorAccount, AnUntouchedCallMayBeHungUp) {
  Telnyx::Settings settings;
  settings.first_command_timeout = 30s;
  Bench bench(settings);
  const auto untouched = bench.incoming();
  const auto touched = bench.incoming();
  bench.command(touched, "client_state_update", R"({"client_state":"YQ=="})");
  bench.wait(30s);
  EXPECT_EQ(bench.telnyx.leg(untouched)->state, "ended");
  EXPECT_EQ(bench.telnyx.leg(touched)->state, "parked");
}

TEST(SimulatorAccount, APhoneCanHoldTheCall) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.story(bench.now);
  EXPECT_TRUE(bench.telnyx.hold(bench.now, leg, true));
  EXPECT_TRUE(bench.telnyx.hold(bench.now, leg, false));
  EXPECT_EQ(bench.story(bench.now), (Story{"+0 call.hold", "+0 call.unhold"}));
  EXPECT_FALSE(bench.telnyx.hold(bench.now, bench.incoming(), true));
}

TEST(SimulatorAccount, AReferCanBeRefusedByTheFarSide) {
  Telnyx::Settings settings;
  settings.far_side_refuses_refer = true;
  Bench bench(settings);
  bench.command(bench.answered_incoming(), "refer", R"({"sip_address":"sip:a@example.com"})");
  bench.wait(1s);
  EXPECT_EQ(JsonDocument::of(bench.payload("call.refer.failed")).root()["sip_notify_response"].display(),
            "405");
}

TEST(SimulatorAccount, DeepfakesAreLookedForWhenAsked) {
  Bench bench;
  bench.command(bench.incoming(), "answer", R"({"deepfake_detection":{"enabled":true}})");
  bench.wait(5s);
  EXPECT_EQ(JsonDocument::of(bench.payload("call.deepfake_detection.result")).root()["result"].str(), "real");
}

}  // namespace
}  // namespace callwright::tests::simulator_account
