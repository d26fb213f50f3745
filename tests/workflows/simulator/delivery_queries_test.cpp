#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_delivery_queries {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::DeliveryReport;
using callwright::simulator::Telnyx;
using callwright::simulator::Webhook;
using callwright::tests::simulator::Bench;

using Filters = std::vector<std::pair<std::string, std::string>>;

void report(Bench& bench, const Webhook& webhook, int attempt, int status, bool is_last) {
  DeliveryReport report;
  report.delivery_id = webhook.delivery_id;
  report.attempt = attempt;
  report.url = webhook.url;
  report.started_at = bench.now;
  report.request_headers = {{"content-type", "application/json"}};
  report.answer = {.status = status, .error = status == 0 ? "timeout" : "", .location = ""};
  report.is_delivered = status == 200;
  report.is_last = is_last;
  bench.telnyx.delivered(bench.now + 1s, report);
  bench.now += 1s;
}

std::size_t found(Bench& bench, const Filters& filters) {
  return JsonDocument::of(bench.send("GET", "/webhook_deliveries", "", filters).body).root()["data"].size();
}

TEST(SimulatorDeliveries, AWebhooksAttemptsAreShownWhoeverMadeThem) {
  Bench bench;
  bench.answered_incoming();
  const auto webhook = bench.webhooks.at(0);
  report(bench, webhook, 1, 0, false);
  report(bench, webhook, 2, 200, true);
  const auto one = bench.send("GET", "/webhook_deliveries/" + webhook.delivery_id);
  EXPECT_EQ(Bench::data(one, "status"), "delivered");
  EXPECT_EQ(Bench::data(one, "record_type"), "webhook_delivery");
  EXPECT_EQ(Bench::data(one, "started_at"), "2026-11-24T00:00:00.000Z");
  EXPECT_EQ(Bench::data(one, "finished_at"), "2026-11-24T00:00:02.000Z");
  EXPECT_EQ(Bench::data(one, "webhook.id"), webhook.event_id);
  EXPECT_EQ(Bench::data(one, "webhook.record_type"), "event");
  EXPECT_EQ(Bench::data(one, "webhook.payload.direction"), "incoming");
  EXPECT_EQ(Bench::data(one, "attempts.0.status"), "delivered");
  EXPECT_EQ(Bench::data(one, "attempts.0.http.response.status"), "200");
  EXPECT_EQ(Bench::data(one, "attempts.0.errors"), "[]");
  EXPECT_EQ(Bench::data(one, "attempts.1.status"), "failed");
  EXPECT_EQ(Bench::data(one, "attempts.1.http.request.url"), webhook.url);
  EXPECT_EQ(Bench::data(one, "attempts.1.http.request.headers"), R"([["content-type","application/json"]])");
  EXPECT_EQ(Bench::data(one, "attempts.1.http.response"), "");
  EXPECT_EQ(Bench::data(one, "attempts.1.errors.0.detail"), "timeout");
}

TEST(SimulatorDeliveries, AreFilteredAsDocumented) {
  Bench bench;
  bench.answered_incoming();
  report(bench, bench.webhooks.at(0), 1, 404, true);
  report(bench, bench.webhooks.at(1), 1, 200, true);
  EXPECT_EQ(found(bench, {}), 2U);
  EXPECT_EQ(found(bench, {{"filter[status][eq]", "failed"}}), 1U);
  EXPECT_EQ(found(bench, {{"filter[event_type]", "call.answered"}}), 1U);
  EXPECT_EQ(found(bench, {{"filter[event_type]", "call.answered,call.initiated"}}), 2U);
  EXPECT_EQ(found(bench, {{"filter[event_type]", "call.hangup"}}), 0U);
  EXPECT_EQ(found(bench, {{"filter[webhook][contains]", bench.webhooks.at(1).event_id}}), 1U);
  EXPECT_EQ(found(bench, {{"filter[attempts][contains]", "\"status\":404"}}), 1U);
  EXPECT_EQ(found(bench, {{"filter[started_at][gte]", "2026-11-24T00:00:01Z"}}), 1U);
  EXPECT_EQ(found(bench, {{"filter[finished_at][lte]", "2026-11-24T00:00:01Z"}}), 1U);
  EXPECT_EQ(found(bench, {{"page[size]", "1"}, {"page[number]", "2"}}), 1U);
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/webhook_deliveries/other")), "404 10005");
}

TEST(SimulatorDeliveries, OneWithoutAnAttemptIsNotThereAndOneUnderWayMayBeHidden) {
  Telnyx::Settings settings;
  settings.unstated.deliveries_under_way_are_listed = false;
  settings.unstated.delivery_errors_are_objects = false;
  for (const bool hidden : {false, true}) {
    Bench bench(hidden ? settings : Telnyx::Settings{});
    bench.answered_incoming();
    EXPECT_EQ(found(bench, {}), 0U);
    report(bench, bench.webhooks.at(0), 1, 500, false);
    EXPECT_EQ(found(bench, {}), hidden ? 0U : 1U);
    report(bench, bench.webhooks.at(0), 2, 500, true);
    const auto all = bench.send("GET", "/webhook_deliveries");
    EXPECT_EQ(Bench::data(all, "0.attempts.0.errors.0"),
              hidden ? "500" : R"({"code":"500","title":"Not accepted","detail":"HTTP status 500"})");
  }
}

TEST(SimulatorDeliveries, ALegsEventsGoWhereItAskedFor) {
  for (const bool every : {true, false}) {
    Telnyx::Settings settings;
    settings.unstated.every_webhook_url_gets_the_event = every;
    Bench bench(settings);
    bench.dial("+13125550111",
               R"(,"webhook_url":"https://leg.test/","webhook_urls_method":"GET","webhook_urls":)"
               R"({"call.answered":["https://one.test/","https://two.test/"]},)"
               R"("webhook_retries_policies":{"call.initiated":{"retries_ms":[100,200]}})");
    bench.wait(5s);
    ASSERT_EQ(bench.webhooks.size(), every ? 3U : 2U);
    EXPECT_EQ(bench.webhooks[0].url, "https://leg.test/");
    EXPECT_EQ(bench.webhooks[0].method, "POST");
    EXPECT_EQ(bench.webhooks[0].retries, (std::vector<Duration>{100ms, 200ms}));
    EXPECT_EQ(bench.webhooks[1].url, "https://one.test/");
    EXPECT_EQ(bench.webhooks[1].method, "GET");
    EXPECT_EQ(bench.webhooks[1].further_urls.size(), every ? 0U : 1U);
    if (!every) continue;
    EXPECT_EQ(bench.webhooks[2].url, "https://two.test/");
    EXPECT_EQ(bench.webhooks[2].event_id, bench.webhooks[1].event_id);
    EXPECT_NE(bench.webhooks[2].delivery_id, bench.webhooks[1].delivery_id);
  }
}

}  // namespace
}  // namespace callwright::tests::simulator_delivery_queries
