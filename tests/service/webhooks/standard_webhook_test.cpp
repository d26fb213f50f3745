#include "service/webhooks/standard_webhook.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::standard_webhook {
namespace {

using std::chrono::seconds;

std::string header(const HttpRequest& request, std::string_view name) {
  const auto found = std::ranges::find(request.headers, name, [](const auto& item) { return item.first; });
  return found == request.headers.end() ? "(none)" : found->second;
}

WebhookSend webhook(std::string id, std::string body) {
  return {.id = std::move(id),
          .url = "https://a.example/hook",
          .headers = {{"X-A", "1"}},
          .secret = "crm",
          .body = std::move(body),
          .timeout = seconds{15}};
}

TEST(StandardWebhook, IsSignedAsTheSpecificationsExample) {
  const auto key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key);
  const auto request = request_of(webhook("msg_p5jXN8AQM9LWM0D4loKWxJek", R"({"test": 2432232314})"), *key,
                                  TimePoint{seconds{1614265330}} + Duration{999});
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://a.example/hook");
  EXPECT_EQ(header(request, "webhook-id"), "msg_p5jXN8AQM9LWM0D4loKWxJek");
  EXPECT_EQ(header(request, "webhook-timestamp"), "1614265330");
  EXPECT_EQ(header(request, "webhook-signature"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  EXPECT_EQ(header(request, "Content-Type"), "application/json");
  EXPECT_EQ(header(request, "X-A"), "1");
  EXPECT_EQ(request.deadline, seconds{15});
}

TEST(StandardWebhook, ASecretMayBeAnyText) {
  const auto key = signing_key("plain");
  ASSERT_TRUE(key);
  // Computed with another implementation of HMAC-SHA256.
  EXPECT_EQ(
      header(request_of(webhook("msg_1", "{}"), *key, TimePoint{seconds{1800000000}}), "webhook-signature"),
      "v1,Wnrf8iLUATkZRFtGC2LFPt6F2lX4aZ9HTxYR5sY8y2Q=");
}

TEST(StandardWebhook, WithoutASecretIsNotSigned) {
  EXPECT_EQ(header(request_of(webhook("msg_1", "{}"), "", TimePoint{}), "webhook-signature"), "(none)");
}

TEST(StandardWebhook, ADamagedSecretIsNoKey) {
  EXPECT_FALSE(signing_key("whsec_not base64"));
  EXPECT_FALSE(signing_key("whsec_"));
}

TEST(StandardWebhook, ReadsWhatTheReceiverSays) {
  const TimePoint now = parse_time("2026-11-24T16:00:00Z").value();
  struct Case {
    int status;
    std::string retry_after;
    Duration wait;
  };
  for (const auto& tested :
       {Case{503, "120", seconds{120}}, Case{429, "Tue, 24 Nov 2026 16:00:30 GMT", seconds{30}},
        Case{503, "Tue, 24 Nov 2026 15:00:00 GMT", Duration{0}}, Case{500, "soon", Duration{0}},
        Case{500, "-5", Duration{0}}, Case{500, "", Duration{0}}}) {
    const auto reply = reply_of(
        {.status = tested.status, .headers = {{"retry-after", tested.retry_after}}, .body = ""}, now);
    EXPECT_EQ(reply.status, tested.status);
    EXPECT_EQ(reply.retry_after, tested.wait) << tested.retry_after;
    EXPECT_FALSE(reply.detail.empty());
  }
}

TEST(StandardWebhook, TellsWhatDidNotLeaveFromWhatIsNotAnswered) {
  EXPECT_EQ(reply_of(Error(Errc::Unavailable, "http.connect", "")).code, "not_sent");
  EXPECT_EQ(reply_of(Error(Errc::InvalidInput, "http.header", "")).code, "not_sent");
  EXPECT_EQ(reply_of(Error(Errc::Timeout, "http.timeout", "")).code, "timeout");
  EXPECT_EQ(reply_of(Error(Errc::Unavailable, "http.connection", "")).code, "connection");
}

}  // namespace
}  // namespace callwright::tests::standard_webhook
