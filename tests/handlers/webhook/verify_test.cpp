#include "handlers/webhook/verify.hpp"

#include "tests/handlers/support/signing.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::verify {
namespace {

using enum SignatureVerdict;

const std::string kBody = R"({"data":{"event_type":"call.answered"}})";

std::string now_text(std::int64_t offset = 0) { return std::to_string(kNowSeconds + offset); }

struct Case {
  std::string name;
  std::string signature;
  std::string timestamp;
  std::string body;
  SignatureVerdict expected;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

std::vector<Case> cases() {
  const SigningKey key(1);
  const SigningKey old_key(2);
  const SigningKey foreign(3);
  const auto good = key.sign(now_text(), kBody);
  auto flipped = *base64_decode(good);
  flipped[10] = static_cast<char>(flipped[10] ^ 1);
  const auto at = [&](const std::string& timestamp) { return key.sign(timestamp, kBody); };
  return {
      {"Genuine", good, now_text(), kBody, Authentic},
      {"GenuineByTheSecondKey", old_key.sign(now_text(), kBody), now_text(), kBody, Authentic},
      {"GenuineEmptyBody", key.sign(now_text(), ""), now_text(), "", Authentic},
      {"ForeignKey", foreign.sign(now_text(), kBody), now_text(), kBody, Bad},
      {"OneBitOfTheSignature", base64_encode(flipped), now_text(), kBody, Bad},
      {"BodyChanged", good, now_text(), kBody + " ", Bad},
      {"TimestampChanged", good, now_text(1), kBody, Bad},
      {"SeparatorMoved", key.sign("1795536", "000|" + kBody), now_text(), kBody, Bad},
      {"BodyAloneSigned", key.sign("", kBody), now_text(), kBody, Bad},
      {"NoSignature", "", now_text(), kBody, Missing},
      {"NoTimestamp", good, "", kBody, Missing},
      {"NothingAtAll", "", "", kBody, Missing},
      {"SignatureNotBase64", "not base64!", now_text(), kBody, Malformed},
      {"SignatureUrlSafeBase64", std::string(86, '_') + "==", now_text(), kBody, Malformed},
      {"SignatureTooShort", base64_encode(std::string(63, 'x')), now_text(), kBody, Malformed},
      {"SignatureTooLong", base64_encode(std::string(65, 'x')), now_text(), kBody, Malformed},
      {"SignatureWithoutPadding", good.substr(0, 86), now_text(), kBody, Malformed},
      {"SignatureAndMore", good + "A", now_text(), kBody, Malformed},
      {"TimestampText", at("now"), "now", kBody, Malformed},
      {"TimestampNaN", at("NaN"), "NaN", kBody, Malformed},
      {"TimestampSigned", at("+" + now_text()), "+" + now_text(), kBody, Malformed},
      {"TimestampNegative", at("-1"), "-1", kBody, Malformed},
      {"TimestampSpace", at(" " + now_text()), " " + now_text(), kBody, Malformed},
      {"TimestampFraction", at(now_text() + ".5"), now_text() + ".5", kBody, Malformed},
      {"TimestampHex", at("0x10"), "0x10", kBody, Malformed},
      {"TimestampOverflow", at("99999999999999999999"), "99999999999999999999", kBody, Malformed},
      {"TimestampThirteenDigits", at("1795536000000"), "1795536000000", kBody, Malformed},
      {"TimestampTwelveDigits", at("999999999999"), "999999999999", kBody, Stale},
      {"TimestampZero", at("0"), "0", kBody, Stale},
      {"AsOldAsAllowed", at(now_text(-5400)), now_text(-5400), kBody, Authentic},
      {"OneSecondTooOld", at(now_text(-5401)), now_text(-5401), kBody, Stale},
      {"AsFarAheadAsAllowed", at(now_text(300)), now_text(300), kBody, Authentic},
      {"OneSecondTooFarAhead", at(now_text(301)), now_text(301), kBody, Stale},
      {"OldAndForeign", foreign.sign(now_text(-9999), kBody), now_text(-9999), kBody, Bad},
  };
}

class Verify : public ::testing::TestWithParam<Case> {};

TEST_P(Verify, GivesTheVerdict) {
  const std::vector<PublicKey> keys = {SigningKey(1).public_key(), SigningKey(2).public_key()};
  const auto& c = GetParam();
  EXPECT_EQ(verify_signature({c.signature, c.timestamp, c.body}, keys, kNow, kWebhookTolerance), c.expected);
}
INSTANTIATE_TEST_SUITE_P(Signature, Verify, ::testing::ValuesIn(cases()),
                         [](const auto& info) { return info.param.name; });

TEST(Signature, NothingIsAuthenticWithoutAKey) {
  const auto signature = SigningKey(1).sign(now_text(), kBody);
  EXPECT_EQ(verify_signature({signature, now_text(), kBody}, {}, kNow, kWebhookTolerance), Bad);
  const std::vector<PublicKey> zeros(1);
  EXPECT_EQ(verify_signature({signature, now_text(), kBody}, zeros, kNow, kWebhookTolerance), Bad);
}

TEST(Signature, TheAgeIsCountedInWholeSeconds) {
  const SigningKey key(1);
  const std::vector<PublicKey> keys = {key.public_key()};
  const std::string signature = key.sign(now_text(-300), kBody);
  const std::string timestamp = now_text(-300);
  EXPECT_EQ(verify_signature({signature, timestamp, kBody}, keys, kNow + std::chrono::milliseconds{999},
                             kRequestTolerance),
            Authentic);
  EXPECT_EQ(verify_signature({signature, timestamp, kBody}, keys, kNow + std::chrono::seconds{1},
                             kRequestTolerance),
            Stale);
}

TEST(Signature, ARequestOfVersion1IsRecognisedByItsHeader) {
  const SigningKey key(1);
  const SignaturePolicy policy{.keys = {key.public_key()}};
  auto request = signed_post(key, "/webhooks/telnyx", kBody);
  EXPECT_EQ(verify_request(request, policy), Authentic);
  set_header(request, "x-telnyx-signature", "c2lnbmF0dXJl");
  EXPECT_EQ(verify_request(request, policy), Authentic) << "a good Ed25519 signature stands beside it";
  set_header(request, "telnyx-signature-ed25519", "");
  EXPECT_EQ(verify_request(request, policy), ApiVersion1);
  EXPECT_TRUE(signature_problem(ApiVersion1).body.contains(R"(webhook_api_version to \"2\")"));
}

TEST(Signature, IsSkippedForLocalRequestsOnlyAndOnlyWhenAskedFor) {
  Request local{.method = "POST", .target = "/webhooks/telnyx", .path = "/webhooks/telnyx", .body = kBody};
  local.headers = {{"host", "localhost:8080"}};
  local.remote_address = "127.0.0.1";
  SignaturePolicy policy{.keys = {}, .skip_when_local = true, .exposure = {.bound_to_loopback = true}};
  EXPECT_EQ(verify_request(local, policy), Authentic);
  auto tunnelled = local;
  tunnelled.headers.emplace_back("x-forwarded-for", "203.0.113.9");
  EXPECT_EQ(verify_request(tunnelled, policy), Missing);
  policy.skip_when_local = false;
  EXPECT_EQ(verify_request(local, policy), Missing);
}

TEST(Signature, EveryRefusalIs401AndSaysWhatToDo) {
  for (const auto verdict : {Missing, ApiVersion1, Malformed, Bad, Stale}) {
    const auto reply = signature_problem(verdict);
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.content_type, "application/problem+json");
    EXPECT_TRUE(reply.body.contains("\"code\":\"webhook.")) << reply.body;
  }
}

TEST(PublicKeys, AreBase64Of32BytesSeparatedByCommas) {
  const SigningKey a(1);
  const SigningKey b(2);
  const auto both = parse_public_keys(a.public_base64() + ", " + b.public_base64() + "\n");
  ASSERT_TRUE(both) << both.error().detail;
  EXPECT_EQ(*both, (std::vector<PublicKey>{a.public_key(), b.public_key()}));
  const std::vector<std::string> wrong = {"",
                                          "x",
                                          a.public_base64() + ",",
                                          base64_encode(std::string(31, 'k')),
                                          base64_encode(std::string(33, 'k')),
                                          "-----BEGIN PUBLIC KEY-----"};
  for (const auto& text : wrong) {
    const auto keys = parse_public_keys(text);
    ASSERT_FALSE(keys) << text;
    EXPECT_EQ(keys.error().code, "webhook.public_key");
  }
}

}  // namespace
}  // namespace callwright::tests::verify
