#include "tests/e2e/world.hpp"

#include <deque>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::bad_input {
namespace {

constexpr std::string_view kPath = "/webhooks/telnyx";
constexpr std::string_view kGood =
    R"({"data":{"record_type":"event","event_type":"call.initiated","id":"event-1",)"
    R"("payload":{"call_control_id":"v3:a","call_leg_id":"a","call_session_id":"s","direction":"incoming",)"
    R"("from":"+13121000000","to":"+13122000000"}}})";
/// As API version 1 has it.
constexpr std::string_view kVersion1 =
    R"({"record_type":"event","id":"event-1","event_type":"call_initiated","payload":{"call_control_id":"v3:a"}})";

struct Case {
  std::string name;
  std::string bytes;  ///< of the whole request
  int status;
  std::string code;
};

std::string repeat(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

std::string post(std::string_view headers, std::string_view body) {
  return request_text("POST", kPath, headers, body);
}

std::string with_timestamp(const Signer& signer, const std::string& timestamp) {
  return post("telnyx-timestamp: " + timestamp +
                  "\r\ntelnyx-signature-ed25519: " + signer.sign(timestamp, kGood) + "\r\n",
              kGood);
}

std::vector<Case> unsigned_cases(const Signer& signer) {
  const Signer stranger(2);
  const auto changed = std::string(kGood) + " ";
  return {
      {"signed by somebody else", post(stranger.headers(kGood), kGood), 401, "webhook.signature_invalid"},
      {"body changed on the way", post(signer.headers(kGood), changed), 401, "webhook.signature_invalid"},
      {"no signature", post("", kGood), 401, "webhook.signature_missing"},
      {"no time", post("telnyx-signature-ed25519: " + signer.sign("1", kGood) + "\r\n", kGood), 401,
       "webhook.signature_missing"},
      {"too old", post(signer.headers(kGood, -91min), kGood), 401, "webhook.signature_stale"},
      {"from the future", post(signer.headers(kGood, 6min), kGood), 401, "webhook.signature_stale"},
      {"time in hexadecimal", with_timestamp(signer, "0x6924a0c0"), 401, "webhook.signature_malformed"},
      {"time with a fraction", with_timestamp(signer, "1764000000.5"), 401, "webhook.signature_malformed"},
      {"time with an exponent", with_timestamp(signer, "17e8"), 401, "webhook.signature_malformed"},
      {"negative time", with_timestamp(signer, "-1764000000"), 401, "webhook.signature_malformed"},
      {"signature of ten bytes",
       post("telnyx-timestamp: 1764000000\r\ntelnyx-signature-ed25519: AAAAAAAAAAAAAA==\r\n", kGood), 401,
       "webhook.signature_malformed"},
      {"version 1, signed as version 2", post(signer.headers(kVersion1), kVersion1), 401,
       "webhook.api_version"},
      {"version 1, signed as version 1", post("x-telnyx-signature: t=1,h=abc\r\n", kVersion1), 401,
       "webhook.api_version"},
  };
}

std::vector<Case> signed_cases(const Signer& signer) {
  const auto signed_post = [&](std::string_view body) { return post(signer.headers(body), body); };
  return {
      {"20,000 brackets", signed_post(repeat("[", 20'000)), 400, "json.too_deep"},
      {"20,000 brackets and their ends", signed_post(repeat("[", 20'000) + repeat("]", 20'000)), 400,
       "json.too_deep"},
      {"no UTF-8", signed_post("{\"data\":{\"event_type\":\"call.\xC3\x28\"}}"), 400, "json.invalid"},
      {"no JSON", signed_post("call.initiated"), 400, "json.invalid"},
      {"empty", signed_post(""), 400, "json.invalid"},
      {"half of it", signed_post(kGood.substr(0, 60)), 400, "json.invalid"},
      {"a list", signed_post("[]"), 400, "event.not_object"},
      {"data is text", signed_post(R"({"data":"x"})"), 400, "event.field"},
      {"no event", signed_post(R"({"data":{"id":"event-1"}})"), 400, "event.no_type"},
      {"event_type is a number", signed_post(R"({"data":{"event_type":5,"id":"event-1"}})"), 400,
       "event.field"},
      {"payload is a list", signed_post(R"({"data":{"event_type":"call.initiated","payload":[]}})"), 400,
       "event.field"},
      {"an id is a number",
       signed_post(R"({"data":{"event_type":"call.initiated","payload":{"call_control_id":7}}})"), 400,
       "event.field"},
  };
}

std::vector<Case> http_cases(const Signer& signer) {
  const std::string big(2U << 20U, 'x');
  const auto chunked = "POST /webhooks/telnyx HTTP/1.1\r\nHost: 127.0.0.1\r\n" + signer.headers(kGood) +
                       "Transfer-Encoding: chunked\r\nContent-Length: " + std::to_string(kGood.size()) +
                       "\r\n\r\n0\r\n\r\n";
  return {
      {"2 MiB", post(signer.headers(big), big), 413, "http.body_too_large"},
      {"chunked and a length", chunked, 400, "http.malformed"},
      {"wrong method", request_text("GET", kPath, signer.headers(""), ""), 405, "http.method"},
      {"unknown path", request_text("POST", "/webhooks/other", signer.headers(kGood), kGood), 404,
       "http.path"},
      {"no token", request_text("GET", "/v1/calls", "", ""), 401, "api.token_invalid"},
      {"no HTTP", "\x16\x03\x01 hello\r\n\r\n", 400, "http.malformed"},
  };
}

/// A clear error, and nothing else.
void expect_problem(const Case& bad, const RawReply& reply) {
  EXPECT_EQ(reply.status, bad.status) << reply.text << reply.body;
  const auto type = reply.headers.find("content-type");
  ASSERT_NE(type, reply.headers.end()) << reply.text;
  EXPECT_EQ(type->second, "application/problem+json");
  const auto problem = json_of(reply);
  EXPECT_EQ(problem.root()["code"].str(), bad.code) << reply.body;
  EXPECT_GT(problem.root()["detail"].str().size(), 20U) << reply.body;
  EXPECT_EQ(problem.root()["status"].integer(), bad.status);
}

TEST(BadInput, GetsAClearErrorAndChangesNothingWhileOthersAreServed) {
  World world(1);
  std::deque<RawClient> half_open;
  for (int i = 0; i < 50; ++i) {
    half_open.emplace_back(world.service.port());
    ASSERT_TRUE(half_open.back().send("POST /webhooks/telnyx HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le"));
  }
  auto cases = unsigned_cases(world.signer);
  for (auto& more : {signed_cases(world.signer), http_cases(world.signer)})
    cases.insert(cases.end(), more.begin(), more.end());
  for (const auto& bad : cases) {
    SCOPED_TRACE(bad.name);
    RawClient client(world.service.port());
    client.send(bad.bytes);
    expect_problem(bad, client.read_reply());
    EXPECT_EQ(exchange(world.service.port(), "GET", "/health").status, 200);
  }
  EXPECT_EQ(world.service.get("/v1/calls").body, R"({"data":[],"next":null})");
  EXPECT_TRUE(world.telnyx.commands().empty());
  EXPECT_EQ(world.service.post_signed(world.signer, std::string(kPath), kGood).status, 200);
  EXPECT_NE(world.service.call_of("+13121000000"), "") << "the good one is a call";
}

TEST(BadInput, OfApiVersion1IsToldWhatToSet) {
  World world(1);
  const auto reply = world.service.post_signed(world.signer, std::string(kPath), kVersion1);
  EXPECT_NE(json_of(reply).root()["detail"].str().find(R"(set webhook_api_version to "2")"),
            std::string::npos)
      << reply.body;
}

}  // namespace
}  // namespace callwright::tests::bad_input
