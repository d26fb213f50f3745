#include "handlers/webhook/webhook_handler.hpp"

#include "tests/handlers/support/fakes.hpp"
#include "tests/handlers/support/fixtures.hpp"
#include "tests/handlers/support/run.hpp"
#include "tests/handlers/support/signing.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::webhook_handler {
namespace {

const SigningKey kKey(1);

WebhookSettings settings() {
  return {.signature = {.keys = {kKey.public_key()}}, .insights_secret = "s3cret", .out_of_service = {}};
}

struct Desk {
  MemoryInbox inbox;
  MemoryMetrics metrics;
  WebhookHandler handler;
  explicit Desk(WebhookSettings with = settings()) : handler(inbox, metrics, std::move(with)) {}

  HttpReply post(Request request) { return run(handler.receive(std::move(request))); }
  HttpReply post_insights(std::string body, std::string secret) {
    Request request{.method = "POST", .body = std::move(body), .received_at = kNow};
    return run(handler.receive_insights(std::move(request), std::move(secret)));
  }
};

Request webhook(const std::string& file, std::int64_t age = 0) {
  return signed_post(kKey, "/webhooks/telnyx", fixture("webhooks/" + file + ".json"), age);
}

TEST(WebhookHandler, Answers200OnlyForWhatTheInboxStored) {
  Desk desk;
  const auto reply = desk.post(webhook("call_initiated"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"status":"stored"})");
  ASSERT_EQ(desk.inbox.events.size(), 1U);
  EXPECT_EQ(desk.inbox.events[0].name, "call.initiated");
  EXPECT_EQ(desk.inbox.times[0], kNow);
  EXPECT_EQ(desk.metrics.webhooks, std::vector<std::string>{"call.initiated stored"});
}

TEST(WebhookHandler, ARetryAnHourLaterIsADuplicate) {
  Desk desk;
  EXPECT_EQ(desk.post(webhook("call_initiated")).status, 200);
  const auto again = desk.post(webhook("call_initiated", 3600));
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, R"({"status":"duplicate"})");
  EXPECT_EQ(desk.inbox.events.size(), 1U);
}

TEST(WebhookHandler, AnEventOfNoCallIsAcknowledgedAndSaysSo) {
  Desk desk;
  desk.inbox.delivery = Delivery::Unmatched;
  EXPECT_EQ(desk.post(webhook("unknown_event")).body, R"({"status":"unmatched"})");
  EXPECT_EQ(desk.metrics.webhooks, std::vector<std::string>{"other unmatched"})
      << "a name from outside is never a label";
}

TEST(WebhookHandler, WhateverTheInboxFailsWithIs503SoThatTelnyxSendsItAgain) {
  for (const auto kind : {Errc::Unavailable, Errc::InvalidInput, Errc::Conflict, Errc::Timeout}) {
    Desk desk;
    desk.inbox.fail_with = Error(kind, "store.full", "The disk is full.");
    const auto reply = desk.post(webhook("call_initiated"));
    EXPECT_EQ(reply.status, 503);
    EXPECT_TRUE(reply.body.contains("The disk is full.")) << reply.body;
    EXPECT_EQ(desk.metrics.webhooks, std::vector<std::string>{"call.initiated unavailable"});
  }
}

struct Refusal {
  std::string name;
  Request request;
  int status;
  std::string code;
  std::string counted;
};

void PrintTo(const Refusal& r, std::ostream* out) { *out << r.name; }

std::vector<Refusal> refusals() {
  const auto changed = [](std::string header, std::string value) {
    auto request = webhook("call_initiated");
    set_header(request, header, std::move(value));
    return request;
  };
  auto get = webhook("call_initiated");
  get.method = "GET";
  auto version_1 = changed("telnyx-signature-ed25519", "");
  set_header(version_1, "x-telnyx-signature", "hmac");
  auto garbled = webhook("call_initiated");
  garbled.body += " ";
  auto form = signed_post(kKey, "/webhooks/telnyx", "CallSid=1&CallStatus=ringing");
  set_header(form, "content-type", "application/x-www-form-urlencoded; charset=UTF-8");
  return {
      {"NotPost", get, 405, "webhook.method", "other malformed"},
      {"TooLarge", signed_post(kKey, "/", std::string(1'048'577, ' ')), 413, "webhook.too_large",
       "other too_large"},
      {"Unsigned", changed("telnyx-signature-ed25519", ""), 401, "webhook.signature_missing",
       "other bad_signature"},
      {"BodyChanged", garbled, 401, "webhook.signature_invalid", "other bad_signature"},
      {"Stale", webhook("call_initiated", 5401), 401, "webhook.signature_stale", "other stale"},
      {"FromTheFuture", webhook("call_initiated", -301), 401, "webhook.signature_stale", "other stale"},
      {"Version1Header", version_1, 401, "webhook.api_version", "other bad_signature"},
      {"Version1Body", webhook("version_1"), 401, "webhook.api_version", "other malformed"},
      {"TeXml", form, 400, "webhook.texml", "other malformed"},
      {"NotJson", signed_post(kKey, "/webhooks/telnyx", "hello"), 400, "json.invalid", "other malformed"},
      {"NotAnEvent", signed_post(kKey, "/webhooks/telnyx", "{}"), 400, "event.no_type", "other malformed"},
  };
}

class BadWebhook : public ::testing::TestWithParam<Refusal> {};

TEST_P(BadWebhook, NothingReachesTheInbox) {
  Desk desk;
  const auto reply = desk.post(GetParam().request);
  EXPECT_EQ(reply.status, GetParam().status);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  EXPECT_TRUE(reply.body.contains("\"code\":\"" + GetParam().code + "\"")) << reply.body;
  EXPECT_TRUE(desk.inbox.events.empty());
  EXPECT_EQ(desk.metrics.webhooks, std::vector<std::string>{GetParam().counted});
}
INSTANTIATE_TEST_SUITE_P(Webhook, BadWebhook, ::testing::ValuesIn(refusals()),
                         [](const auto& info) { return info.param.name; });

TEST(WebhookHandler, AnUnsignedBodyIsNotParsed) {
  Desk desk;
  auto request = webhook("call_initiated");
  set_header(request, "telnyx-signature-ed25519", "");
  request.body = "not json";
  EXPECT_EQ(desk.post(request).status, 401);
}

TEST(WebhookHandler, AChatGatewayAnswers503WithTheReason) {
  auto gateway = settings();
  gateway.out_of_service = "No workflow is loaded: put YAML files into ./callwright.d and restart.";
  Desk desk(gateway);
  const auto reply = desk.post(webhook("call_initiated"));
  EXPECT_EQ(reply.status, 503);
  EXPECT_TRUE(reply.body.contains("put YAML files")) << reply.body;
  EXPECT_TRUE(desk.inbox.events.empty());
}

TEST(InsightsWebhook, IsTakenByItsSecret) {
  Desk desk;
  const auto body = fixture("webhooks/insights_group_webhook.json");
  EXPECT_EQ(desk.post_insights(body, "s3cret").status, 200);
  ASSERT_EQ(desk.inbox.events.size(), 1U);
  EXPECT_EQ(desk.inbox.events[0].type, EventType::InsightsGenerated);
  EXPECT_EQ(desk.post_insights(body, "s3cret").body, R"({"status":"duplicate"})");
}

TEST(InsightsWebhook, TakesNoOtherSecretAndNoOtherEvent) {
  Desk desk;
  const auto body = fixture("webhooks/insights_group_webhook.json");
  for (const std::string wrong : {"", "s3cre", "s3cret ", "S3CRET", "s3cretx"}) {
    EXPECT_EQ(desk.post_insights(body, wrong).status, 401) << wrong;
  }
  EXPECT_EQ(desk.post_insights(fixture("webhooks/call_hangup.json"), "s3cret").status, 400);
  EXPECT_TRUE(desk.inbox.events.empty());
}

TEST(InsightsWebhook, DoesNotExistWithoutAConfiguredSecret) {
  auto without = settings();
  without.insights_secret.clear();
  Desk desk(without);
  EXPECT_EQ(desk.post_insights(fixture("webhooks/insights_group_webhook.json"), "").status, 404);
  EXPECT_TRUE(desk.inbox.events.empty());
}

TEST(WebhookRoutes, ReachTheHandler) {
  Desk desk;
  Router router;
  add_routes(router, desk.handler);
  EXPECT_EQ(run(router.handle(webhook("call_initiated"))).body, R"({"status":"stored"})");
  Request insights{.method = "POST",
                   .path = "/webhooks/telnyx/insights/s3cret",
                   .body = fixture("webhooks/insights_group_webhook.json"),
                   .received_at = kNow};
  EXPECT_EQ(run(router.handle(insights)).body, R"({"status":"stored"})");
  insights.method = "GET";
  EXPECT_EQ(run(router.handle(insights)).status, 405);
}

}  // namespace
}  // namespace callwright::tests::webhook_handler
