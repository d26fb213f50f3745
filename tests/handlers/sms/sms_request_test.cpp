#include "handlers/sms/sms_request.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::sms_request {
namespace {

std::expected<SmsRequest, HttpReply> read(std::string body) {
  Request request{.method = "POST", .target = "/sms", .path = "/sms", .body = std::move(body)};
  request.headers = {{"content-type", "application/json"}};
  return read_sms(request, {.assistant_id = "a-1", .from = "+13125550100"});
}

std::string detail_of(const HttpReply& reply) {
  return JsonDocument::parse(reply.body)->root()["detail"].str();
}

TEST(SmsRequest, TakesWhatIsMissingFromTheSettings) {
  const auto sms = read(R"({"to":"+13125550199"})");
  ASSERT_TRUE(sms);
  EXPECT_EQ(sms->from, "+13125550100");
  EXPECT_EQ(sms->assistant_id, "a-1");
  EXPECT_EQ(sms_body(*sms, "").text(), R"({"from":"+13125550100","to":"+13125550199"})");
}

TEST(SmsRequest, ACallGoesIntoTheMetadataBesideTheClients) {
  const auto sms = read(R"({"to":"+13125550199","call":"call_1","conversation_metadata":{"a":"b"}})");
  ASSERT_TRUE(sms);
  EXPECT_EQ(sms_body(*sms, "c-9").text(),
            R"({"from":"+13125550100","to":"+13125550199","conversation_metadata":)"
            R"({"a":"b","callwright_call_id":"call_1","callwright_conversation_id":"c-9"}})");
}

TEST(SmsRequest, MetadataIsBounded) {
  std::string many = R"({"to":"+13125550199","conversation_metadata":{)";
  for (int i = 0; i < 33; ++i) many += (i > 0 ? "," : "") + ("\"k" + std::to_string(i) + "\":1");
  EXPECT_NE(detail_of(read(many + "}}").error()).find("at most 32"), std::string::npos);
  const std::string before = R"({"to":"+13125550199","conversation_metadata":)";
  for (const auto* metadata : {"[]", "7", R"({"":1})", R"({"a":1.5})", R"({"a":null})", R"({"a":{}})"})
    EXPECT_FALSE(read(before + metadata + "}")) << metadata;
  EXPECT_FALSE(read(before + "{\"a\":\"" + std::string(513, 'x') + "\"}}"));
  EXPECT_TRUE(read(before + "{\"a\":\"" + std::string(512, 'x') + "\"}}"));
}

TEST(SmsRequest, TextHasOurLimit) {
  EXPECT_TRUE(read(R"({"to":"+13125550199","text":")" + std::string(1'600, 'x') + "\"}"));
  EXPECT_FALSE(read(R"({"to":"+13125550199","text":")" + std::string(1'601, 'x') + "\"}"));
}

}  // namespace
}  // namespace callwright::tests::sms_request
