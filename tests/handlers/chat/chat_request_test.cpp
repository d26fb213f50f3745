#include "handlers/chat/chat_request.hpp"

#include "workflows/model/json.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::chat_request {
namespace {

Request post(std::string body, std::string type = "application/json") {
  Request request{.method = "POST", .target = "/chat", .path = "/chat", .body = std::move(body)};
  request.headers = {{"content-type", std::move(type)}};
  return request;
}

std::string detail_of(const HttpReply& reply) {
  return JsonDocument::parse(reply.body)->root()["detail"].str();
}

TEST(ChatRequest, ReadsEveryField) {
  const auto chat =
      read_chat(post(R"({"message":"hi","conversation_id":"c-1","assistant_id":"a-2","name":"Zoe"})"), "a-1");
  ASSERT_TRUE(chat);
  EXPECT_EQ(chat->message, "hi");
  EXPECT_EQ(chat->conversation_id, "c-1");
  EXPECT_EQ(chat->assistant_id, "a-2");
  EXPECT_EQ(chat->name, "Zoe");
  EXPECT_FALSE(chat->wants_stream);
  EXPECT_EQ(read_chat(post(R"({"message":"hi"})"), "a-1")->assistant_id, "a-1");
}

TEST(ChatRequest, SaysWhatIsWrong) {
  EXPECT_EQ(detail_of(read_chat(post("{}"), "a-1").error()), "message is required");
  EXPECT_NE(detail_of(read_chat(post(R"({"message":"hi"})"), "").error()).find("TELNYX_ASSISTANT_ID"),
            std::string::npos);
  EXPECT_EQ(detail_of(read_chat(post(R"({"conversationid":"c"})"), "a").error()),
            "The body has an unknown field; did you mean conversation_id?");
}

TEST(ChatRequest, WantsJsonThatSaysSo) {
  for (const auto* type : {"application/json", "Application/JSON; charset=utf-8", "application/vnd.a+json"})
    EXPECT_TRUE(read_chat(post(R"({"message":"hi"})", type), "a-1")) << type;
  for (const auto* type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
    EXPECT_EQ(read_chat(post(R"({"message":"hi"})", type), "a-1").error().status, 415) << type;
}

TEST(ChatRequest, StreamsToWhoPrefersIt) {
  EXPECT_TRUE(accepts_events("text/event-stream"));
  EXPECT_TRUE(accepts_events("text/event-stream, application/json"));
  EXPECT_FALSE(accepts_events("application/json, text/event-stream"));
  EXPECT_FALSE(accepts_events("*/*"));
  EXPECT_FALSE(accepts_events(""));
}

}  // namespace
}  // namespace callwright::tests::chat_request
