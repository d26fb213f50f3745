#include "tests/workflows/simulator/bench.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_call_events {
namespace {

using namespace std::chrono_literals;
using callwright::tests::simulator::Bench;

/// The names that a list with these filters has.
std::string names(Bench& bench, std::vector<std::pair<std::string, std::string>> filters) {
  const auto document = JsonDocument::of(bench.send("GET", "/call_events", "", std::move(filters)).body);
  std::string text;
  for (const auto& event : document.root()["data"].elements()) text += event["name"].str() + " ";
  return text;
}

TEST(SimulatorCallEvents, HoldCommandsAndWebhooksInTheirOrder) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.command(leg, "hangup");
  EXPECT_EQ(names(bench, {}), "call.initiated answer call.answered hangup call.hangup ");
  EXPECT_EQ(names(bench, {{"filter[type]", "command"}}), "answer hangup ");
  EXPECT_EQ(names(bench, {{"filter[type]", "webhook"}, {"page[size]", "1"}, {"page[number]", "2"}}),
            "call.answered ");
}

TEST(SimulatorCallEvents, TheOldestOfManyAreForgotten) {
  callwright::simulator::Telnyx::Settings settings;
  settings.log_kept = 3;
  Bench bench(settings);
  const auto leg = bench.answered_incoming();
  for (int i = 0; i < 20; ++i) bench.command(leg, "client_state_update", R"({"client_state":"aGk="})");
  bench.command(leg, "hangup");
  const auto listed = names(bench, {});
  EXPECT_TRUE(listed.ends_with("client_state_update hangup call.hangup ")) << listed;
  EXPECT_LE(std::ranges::count(listed, ' '), 6);
  EXPECT_LE(bench.telnyx.effects().size(), 6U);
  EXPECT_EQ(bench.telnyx.effects().back().operation, "hangup");
}

TEST(SimulatorCallEvents, OldLegsAndConversationsAreForgottenInALongRun) {
  callwright::simulator::Telnyx::Settings settings;
  settings.log_kept = 2;
  Bench bench(settings);
  std::string conversation;
  for (int i = 0; i < 5; ++i) {
    const auto leg = bench.answered_incoming();
    const auto started = bench.command(leg, "ai_assistant_start", R"({"assistant":{"id":"a-1"}})");
    if (conversation.empty()) conversation = Bench::data(started, "conversation_id");
    bench.command(leg, "hangup");
  }
  const auto live = bench.answered_incoming();
  bench.wait(59min);
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/ai/conversations/" + conversation)), "200");
  EXPECT_EQ(bench.telnyx.legs().size(), 6U);
  bench.wait(2h);
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/ai/conversations/" + conversation)), "404 10005");
  EXPECT_EQ(bench.telnyx.legs().size(), 2U);
  EXPECT_EQ(bench.telnyx.legs().back().id, live);
  const auto next = bench.answered_incoming();
  EXPECT_EQ(Bench::outcome(bench.command(live, "bridge", R"({"call_control_id":")" + next.text() + R"("})")),
            "200");
}

TEST(SimulatorCallEvents, AreFilteredAsDocumented) {
  Bench bench;
  bench.answered_incoming();
  bench.wait(10s);
  bench.dial("+13125550111");
  const std::string initiated = "call.initiated ";
  const std::string dialled = "dial call.initiated ";
  EXPECT_EQ(names(bench, {{"filter[to]", "+13125550111"}}), dialled);
  EXPECT_EQ(names(bench, {{"filter[from]", "+13125550100"}}), dialled);
  EXPECT_EQ(names(bench, {{"filter[status]", "init"}}), dialled);
  EXPECT_EQ(names(bench, {{"filter[occurred_at][gte]", "2026-11-24T00:00:10Z"}}), dialled);
  EXPECT_EQ(names(bench, {{"filter[occurred_at][gt]", "2026-11-24T00:00:10Z"}}), "");
  EXPECT_EQ(names(bench, {{"filter[occurred_at][lt]", "2026-11-24T00:00:10Z"}, {"filter[type]", "command"}}),
            "answer ");
  EXPECT_EQ(names(bench, {{"filter[product]", "fax"}}), "");
  EXPECT_EQ(names(bench, {{"filter[product]", "call_control"}, {"filter[name]", "call.initiated"}}),
            initiated + initiated);
  EXPECT_EQ(names(bench, {{"filter[application_name][contains]", "WRIGHT"}, {"filter[name]", "dial"}}),
            "dial ");
  EXPECT_EQ(names(bench, {{"filter[application_name][contains]", "other"}}), "");
  EXPECT_EQ(names(bench, {{"filter[connection_id]", "7"}}), "");
}

TEST(SimulatorCallEvents, GoBackADayUnlessACallIsAskedFor) {
  Bench bench;
  const auto leg = bench.incoming();
  const auto leg_id = Bench::data(bench.send("GET", "/calls/" + leg.text()), "call_leg_id");
  bench.wait(24h + 1ms);
  EXPECT_EQ(names(bench, {}), "");
  EXPECT_EQ(names(bench, {{"filter[leg_id]", leg_id}}), "call.initiated ");
}

TEST(SimulatorCallEvents, TellOfTheDelivery) {
  Bench bench;
  bench.incoming();
  bench.wait(0ms);
  EXPECT_EQ(names(bench, {{"filter[failed]", "true"}}), "");
  callwright::simulator::DeliveryReport report;
  report.delivery_id = bench.webhooks.at(0).delivery_id;
  report.attempt = 4;
  report.url = "https://service.test/webhooks/telnyx";
  report.is_last = true;
  bench.telnyx.delivered(bench.now, report);
  EXPECT_EQ(names(bench, {{"filter[failed]", "true"}}), "call.initiated ");
  const auto events = bench.send("GET", "/call_events");
  EXPECT_EQ(Bench::data(events, "0.metadata.attempt"), "4");
  EXPECT_EQ(Bench::data(events, "0.metadata.delivered_to"), "https://service.test/webhooks/telnyx");
  EXPECT_EQ(Bench::data(events, "0.metadata.status"), "failed");
  EXPECT_EQ(Bench::data(events, "0.metadata.event.event_type"), "call.initiated");
}

}  // namespace
}  // namespace callwright::tests::simulator_call_events
