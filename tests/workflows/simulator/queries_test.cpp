#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_queries {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Telnyx;
using callwright::tests::simulator::Bench;

constexpr auto kStart = R"({"assistant":{"id":"assistant-1"}})";

TEST(SimulatorQueries, ACallsStatusIsKnownUntilTenMinutesAfterItsEnd) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto path = "/calls/" + leg.text();
  bench.wait(5s);
  const auto up = bench.send("GET", path);
  EXPECT_EQ(Bench::data(up, "is_alive"), "true");
  EXPECT_EQ(Bench::data(up, "call_duration"), "5");
  bench.command(leg, "hangup");
  bench.wait(10min);
  const auto down = bench.send("GET", path);
  EXPECT_EQ(Bench::data(down, "is_alive"), "false");
  EXPECT_EQ(Bench::data(down, "end_time"), "2026-11-24T00:00:05.000Z");
  bench.wait(1ms);
  EXPECT_EQ(Bench::outcome(bench.send("GET", path)), "404 10005");
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/calls/v3:nobody")), "404 10005");
}

TEST(SimulatorQueries, ActiveCallsAreThoseOfTheConnectionThatLive) {
  Bench bench;
  const auto caller = bench.answered_incoming();
  const auto ringing = bench.dial("+13125550111");
  bench.command(bench.answered_incoming(), "hangup");
  const auto active = bench.send("GET", "/connections/1000000000000000001/active_calls");
  EXPECT_EQ(Bench::data(active, "0.call_control_id"), caller.text());
  EXPECT_EQ(Bench::data(active, "1.call_control_id"), ringing.text());
  EXPECT_EQ(JsonDocument::of(active.body).root()["data"].size(), 2U);
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/connections/7/active_calls")), "404 10005");
}

TEST(SimulatorQueries, ActiveCallsComeInPagesWithACursor) {
  Bench bench;
  for (int i = 0; i < 3; ++i) bench.answered_incoming();
  const std::string path = "/connections/1000000000000000001/active_calls";
  const auto first = bench.send("GET", path, "", {{"page[limit]", "2"}});
  const auto meta = JsonDocument::of(first.body);
  EXPECT_EQ(meta.root()["data"].size(), 2U);
  EXPECT_EQ(meta.root().at_path("meta.total_items").display(), "3");
  const auto after = meta.root().at_path("meta.cursors.after").display();
  const auto second = bench.send("GET", path, "", {{"page[limit]", "2"}, {"page[after]", after}});
  const auto rest = JsonDocument::of(second.body);
  EXPECT_EQ(rest.root()["data"].size(), 1U);
  EXPECT_FALSE(rest.root().at_path("meta.cursors.after").exists());
  EXPECT_TRUE(rest.root().at_path("meta.previous").is_string());
  const auto before = rest.root().at_path("meta.cursors.before").display();
  const auto back = bench.send("GET", path, "", {{"page[limit]", "2"}, {"page[before]", before}});
  EXPECT_EQ(JsonDocument::of(back.body).root()["data"].json(), meta.root()["data"].json());
}

TEST(SimulatorQueries, NoActiveCallIsSkippedWhenOthersEndBetweenTwoPages) {
  Bench bench;
  const auto first = bench.answered_incoming();
  bench.answered_incoming();
  const auto third = bench.answered_incoming();
  const std::string path = "/connections/1000000000000000001/active_calls";
  const auto page = JsonDocument::of(bench.send("GET", path, "", {{"page[limit]", "2"}}).body);
  bench.command(first, "hangup");
  const auto after = page.root().at_path("meta.cursors.after").display();
  const auto rest = bench.send("GET", path, "", {{"page[limit]", "2"}, {"page[after]", after}});
  EXPECT_EQ(Bench::data(rest, "0.call_control_id"), third.text());
}

TEST(SimulatorQueries, ConversationsAreFoundByTheirCall) {
  Bench bench;
  const auto one = bench.answered_incoming();
  const auto two = bench.answered_incoming();
  bench.command(one, "ai_assistant_start", kStart);
  const auto id = Bench::data(bench.command(two, "ai_assistant_start", kStart), "conversation_id");
  const auto found =
      bench.send("GET", "/ai/conversations", "", {{"metadata->call_control_id", "eq." + two.text()}});
  EXPECT_EQ(JsonDocument::of(found.body).root()["data"].size(), 1U);
  EXPECT_EQ(Bench::data(found, "0.id"), id);
  EXPECT_EQ(Bench::data(found, "0.metadata.telnyx_end_user_target"), "+13125550199");
  EXPECT_EQ(Bench::data(bench.send("GET", "/ai/conversations/" + id), "id"), id);
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/ai/conversations/other")), "404 10005");
  const auto newest =
      bench.send("GET", "/ai/conversations", "", {{"order", "created_at.desc"}, {"limit", "1"}});
  EXPECT_EQ(JsonDocument::of(newest.body).root()["data"].size(), 1U);
  EXPECT_EQ(Bench::data(newest, "0.id"), id);
}

TEST(SimulatorQueries, InsightsOfAConversationArePendingUntilTheyAreSent) {
  Telnyx::Settings settings;
  settings.insights = {Json::trusted(R"({"insight_id":"i1","result":{"callback":true}})")};
  Bench bench(settings);
  const auto leg = bench.answered_incoming();
  const auto id = Bench::data(bench.command(leg, "ai_assistant_start", kStart), "conversation_id");
  const auto path = "/ai/conversations/" + id + "/conversations-insights";
  EXPECT_EQ(Bench::data(bench.send("GET", path), "0.status"), "");
  bench.command(leg, "ai_assistant_stop");
  EXPECT_EQ(Bench::data(bench.send("GET", path), "0.status"), "pending");
  bench.wait(5s);
  const auto done = bench.send("GET", path);
  EXPECT_EQ(Bench::data(done, "0.status"), "completed");
  EXPECT_EQ(Bench::data(done, "0.conversation_insights.0.result"), R"({"callback":true})");
}

TEST(SimulatorQueries, AnInsightsNameIsTheAccountsAndNotInItsEvents) {
  Telnyx::Settings settings;
  settings.insights = {Json::trusted(R"({"insight_id":"i1","insight_name":"Mood","result":"fine"})"),
                       Json::trusted(R"({"insight_id":"i2","result":"x"})")};
  Bench bench(settings);
  EXPECT_EQ(Bench::data(bench.send("GET", "/ai/conversations/insights/i1"), "name"), "Mood");
  EXPECT_EQ(Bench::data(bench.send("GET", "/ai/conversations/insights"), "1.id"), "i2");
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/ai/conversations/insights/i3")), "404 10005");
  const auto leg = bench.answered_incoming();
  bench.command(leg, "ai_assistant_start", kStart);
  bench.command(leg, "ai_assistant_stop");
  bench.wait(5s);
  EXPECT_EQ(bench.webhooks.back().event_type, "call.conversation_insights.generated");
  EXPECT_EQ(bench.webhooks.back().body.text().find("Mood"), std::string::npos);
}

TEST(SimulatorQueries, WhetherARingingLegCountsAsAliveAndHowSoonItIsListedAreSwitches) {
  const std::string list = "/connections/1000000000000000001/active_calls";
  const auto listed = [&](Bench& bench) {
    return JsonDocument::of(bench.send("GET", list).body).root()["data"].size();
  };
  Telnyx::Settings settings;
  settings.unstated.listed_after = 2s;
  Bench late(settings);
  late.dial("+13125550111");
  EXPECT_EQ(listed(late), 0U);
  late.wait(2s);
  EXPECT_EQ(listed(late), 1U);

  settings.unstated = {};
  settings.unstated.ringing_is_alive = false;
  Bench ringing(settings);
  const auto leg = ringing.dial("+13125550111");
  EXPECT_EQ(Bench::data(ringing.send("GET", "/calls/" + leg.text()), "is_alive"), "false");
  EXPECT_EQ(listed(ringing), 0U);
}

TEST(SimulatorQueries, AnEndedLegMayShowAsAliveForAWhile) {
  Telnyx::Settings settings;
  settings.unstated.alive_after_end = 2s;
  Bench bench(settings);
  const auto leg = bench.answered_incoming();
  bench.command(leg, "hangup");
  const auto path = "/calls/" + leg.text();
  EXPECT_EQ(Bench::data(bench.send("GET", path), "is_alive"), "true");
  EXPECT_EQ(Bench::data(bench.send("GET", path), "end_time"), "");
  bench.wait(2s);
  EXPECT_EQ(Bench::data(bench.send("GET", path), "is_alive"), "false");
}

TEST(SimulatorQueries, CallEventsHoldEveryWebhookOfALeg) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.dial("+13125550111");
  bench.wait(0ms);
  const auto leg_id = Bench::data(bench.send("GET", "/calls/" + leg.text()), "call_leg_id");
  const auto events =
      bench.send("GET", "/call_events", "", {{"filter[leg_id]", leg_id}, {"filter[type]", "webhook"}});
  const auto document = JsonDocument::of(events.body);
  ASSERT_EQ(document.root()["data"].size(), 2U);
  EXPECT_EQ(Bench::data(events, "1.name"), "call.answered");
  EXPECT_EQ(Bench::data(events, "1.metadata.event.id"), bench.webhooks[1].event_id);
  EXPECT_EQ(document.root().at_path("meta.total_results").display(), "2");
  const auto named =
      bench.send("GET", "/call_events", "", {{"filter[leg_id]", leg_id}, {"filter[name]", "call.answered"}});
  EXPECT_EQ(JsonDocument::of(named.body).root()["data"].size(), 1U);
}

TEST(SimulatorQueries, AChatNeedsItsConversationFirst) {
  Bench bench;
  const std::string path = "/ai/assistants/assistant-1/chat";
  EXPECT_EQ(Bench::outcome(bench.send("POST", path, R"({"content":"Hi","conversation_id":"c"})")),
            "404 10005");
  const auto made =
      JsonDocument::of(bench.send("POST", "/ai/conversations", R"({"metadata":{"a":"b"}})").body);
  const auto body = R"({"content":"Hi","conversation_id":")" + made.root()["id"].str() + "\"}";
  EXPECT_EQ(bench.send("POST", path, body).body.text(), R"({"content":"You said: Hi"})");
  EXPECT_EQ(bench.send("POST", path, R"({"content":7})").status, 422);
  EXPECT_EQ(bench.telnyx.effects().size(), 2U);
}

TEST(SimulatorQueries, AnSmsMakesAConversationWithItsMetadata) {
  Bench bench;
  const auto sent = bench.send("POST", "/ai/assistants/assistant-1/chat/sms",
                               R"({"from":"+13125550100","to":"+13125550199","text":"Hi",)"
                               R"("conversation_metadata":{"call":"c1"}})");
  const auto id = JsonDocument::of(sent.body).root()["conversation_id"].str();
  EXPECT_EQ(Bench::data(bench.send("GET", "/ai/conversations/" + id), "metadata.call"), "c1");
}

}  // namespace
}  // namespace callwright::tests::simulator_queries
