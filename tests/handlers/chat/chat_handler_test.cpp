#include "handlers/chat/chat_handler.hpp"

#include "tests/handlers/support/gateway_fakes.hpp"
#include "tests/handlers/support/run.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::chat_handler {
namespace {

struct Desk {
  ScriptedTelnyx telnyx;
  MemoryBook book;
  SimpleGate gate;
  ChatHandler handler{{.telnyx = telnyx, .streams = telnyx, .book = book, .gate = gate},
                      {.access = {.api_token = "abc", .exposure = {}}, .assistant_id = "assistant-1"}};

  HttpReply send(std::string body, std::string accept = {}, std::string token = "abc") {
    Request request{.method = "POST", .target = "/chat", .path = "/chat", .body = std::move(body)};
    request.headers = {{"content-type", "application/json"}, {"authorization", "Bearer " + token}};
    if (!accept.empty()) request.headers.emplace_back("accept", std::move(accept));
    return run(handler.answer(std::move(request)));
  }
  /// All that the stream of a reply gives.
  static std::string read(const HttpReply& reply) {
    std::string all;
    while (true) {
      const auto piece = run(reply.stream->next());
      EXPECT_TRUE(piece);
      if (!piece || piece->empty()) return all;
      all += *piece;
    }
  }
  [[nodiscard]] MessageEnd end() const { return book.messages.back().end; }
};

constexpr const char* kMessage = R"({"message":"hi"})";
constexpr const char* kResumed = R"({"message":"hi","conversation_id":"c-7"})";

TEST(ChatHandler, MakesAConversationAndAsksInIt) {
  Desk desk;
  desk.telnyx.outcomes = {accepted(R"({"id":"c-1"})"), accepted(R"({"content":"hello"})")};
  const auto reply = desk.send(R"({"message":"hi","name":"Zoe"})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"conversation_id":"c-1","reply":"hello"})");
  ASSERT_EQ(desk.telnyx.calls.size(), 2U);
  EXPECT_EQ(desk.telnyx.calls[0].operation, "create_conversation");
  EXPECT_EQ(desk.telnyx.calls[0].idempotency_key, "key");
  EXPECT_EQ(desk.telnyx.calls[1].path_params.at("assistant_id"), "assistant-1");
  EXPECT_EQ(desk.telnyx.calls[1].body.text(), R"({"content":"hi","conversation_id":"c-1","name":"Zoe"})");
  EXPECT_EQ(desk.end().state, MessageState::Answered);
  EXPECT_EQ(desk.end().reply, "hello");
  EXPECT_EQ(desk.gate.inside, 0);
}

TEST(ChatHandler, GoesOnInAConversationThatIsNamed) {
  Desk desk;
  desk.telnyx.outcomes = {accepted(R"({"content":"hello"})")};
  EXPECT_EQ(desk.send(kResumed).body, R"({"conversation_id":"c-7","reply":"hello"})");
  EXPECT_EQ(desk.telnyx.calls.size(), 1U);
}

TEST(ChatHandler, AnAnswerWithoutTextIsNoReply) {
  for (const auto* data : {"{}", R"({"content":null})", "[]", R"({"content":{"a":1}})"}) {
    Desk desk;
    desk.telnyx.outcomes = {accepted(data)};
    const auto reply = desk.send(kResumed);
    EXPECT_EQ(reply.status, 502) << data;
    EXPECT_EQ(desk.end().code, "telnyx.malformed");
    EXPECT_EQ(desk.end().state, MessageState::Unknown);
  }
}

TEST(ChatHandler, ASilentConversationIsAFailureWithoutEffect) {
  Desk desk;
  desk.telnyx.outcomes = {{.result = ApiResult::NoAnswer, .code = "timeout"}};
  EXPECT_EQ(desk.send(kMessage).status, 504);
  EXPECT_EQ(desk.end().state, MessageState::Failed) << "nothing was said yet";
}

TEST(ChatHandler, IsClosedBeforeAnythingIsStored) {
  Desk desk;
  EXPECT_EQ(desk.send(kMessage, {}, "wrong").status, 401);
  desk.gate.is_full = true;
  EXPECT_EQ(desk.send(kMessage).status, 503);
  desk.gate.wait = std::chrono::seconds{3};
  const auto limited = desk.send(kMessage);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.headers.back(), (std::pair<std::string, std::string>{"Retry-After", "3"}));
  EXPECT_TRUE(desk.book.messages.empty());
}

TEST(ChatHandler, WhatCannotBeStoredIsNotAsked) {
  Desk desk;
  desk.book.fail_with = Error(Errc::Unavailable, "store.full", "Full.");
  EXPECT_EQ(desk.send(kMessage).status, 503);
  EXPECT_TRUE(desk.telnyx.calls.empty());
}

TEST(ChatHandler, AStreamTellsItsPieces) {
  Desk desk;
  desk.telnyx.streams = {std::make_shared<PiecesStream>(std::deque<std::string>{
      ": hello\n\nevent: del",
      "ta\ndata: {\"content\":\"he\"}\n\nevent: delta\ndata: {\"content\":\"llo\"}\n\n",
      "event: done\ndata: {}\n\n"})};
  const auto reply = desk.send(kResumed, "text/event-stream");
  ASSERT_NE(reply.stream, nullptr);
  EXPECT_EQ(desk.gate.inside, 1) << "it is at work as long as it streams";
  EXPECT_EQ(Desk::read(reply),
            "event: conversation\ndata: {\"conversation_id\":\"c-7\"}\n\n"
            "event: delta\ndata: {\"content\":\"he\"}\n\nevent: delta\ndata: {\"content\":\"llo\"}\n\n"
            "event: done\ndata: {\"conversation_id\":\"c-7\",\"reply\":\"hello\"}\n\n");
  EXPECT_EQ(desk.end().reply, "hello");
  EXPECT_EQ(desk.end().state, MessageState::Answered);
}

TEST(ChatHandler, AStreamThatBreaksOffKeepsWhatCame) {
  Desk desk;
  desk.telnyx.streams = {std::make_shared<PiecesStream>(
      std::deque<std::string>{"event: delta\ndata: {\"content\":\"he\"}\n\n"}, true)};
  const auto reply = desk.send(kResumed, "text/event-stream");
  EXPECT_NE(Desk::read(reply).find("event: error\ndata: {"), std::string::npos);
  EXPECT_EQ(desk.end().state, MessageState::Unknown);
  EXPECT_EQ(desk.end().reply, "he");
}

TEST(ChatHandler, AStreamThatNobodyReadsToItsEndIsInDoubt) {
  Desk desk;
  desk.telnyx.streams = {std::make_shared<PiecesStream>(
      std::deque<std::string>{"event: delta\ndata: {\"content\":\"he\"}\n\n"})};
  {
    const auto reply = desk.send(kResumed, "text/event-stream");
    EXPECT_TRUE(run(reply.stream->next()));
    EXPECT_TRUE(run(reply.stream->next()));
  }
  EXPECT_EQ(desk.end().code, "interrupted");
  EXPECT_EQ(desk.end().state, MessageState::Unknown);
  EXPECT_EQ(desk.gate.inside, 0);
}

}  // namespace
}  // namespace callwright::tests::chat_handler
