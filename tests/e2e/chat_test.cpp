#include "tests/e2e/gateway.hpp"

#include <fstream>
#include <future>

#include <gtest/gtest.h>

namespace callwright::tests::chat {
namespace {

constexpr std::string_view kHours = R"({ "message": "What are your support hours?" })";

std::string code_of(const RawReply& reply) { return json_of(reply).root()["code"].str(); }
std::string member(const RawReply& reply, std::string_view name) { return json_of(reply).root()[name].str(); }

/// The README of Telnyx's own example of a chat gateway, line by line: three variables and no token.
class Readme : public ::testing::Test {
 protected:
  Readme()
      : simulator_(R"({"settings":{}})"), service_({.api_base = simulator_.api_base(), .public_key = ""}) {
    for (const auto* name : {"TELNYX_PUBLIC_KEY", "TELNYX_CONNECTION_ID", "CALLWRIGHT_API_TOKEN"})
      service_.environment().erase(name);
    service_.environment()["TELNYX_ASSISTANT_ID"] = "assistant-1";
  }
  RawReply chat(std::string_view body) { return exchange(service_.port(), "POST", "/chat", "", body); }

  Simulator simulator_;
  Service service_;
};

TEST_F(Readme, ItsCommandsGiveItsAnswers) {
  service_.start();
  const auto health = exchange(service_.port(), "GET", "/health");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.body, R"({"status":"ok"})");
  const auto first = chat(kHours);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(member(first, "reply"), "You said: What are your support hours?");
  const auto conversation = member(first, "conversation_id");
  ASSERT_NE(conversation, "");
  const auto second = chat(R"({ "message": "And on Sundays?", "conversation_id": ")" + conversation + "\" }");
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(member(second, "conversation_id"), conversation);
  EXPECT_EQ(member(second, "reply"), "You said: And on Sundays?");
}

TEST_F(Readme, AnEmptyOrMissingMessageIsRequired) {
  service_.start();
  for (const auto* body : {"{}", R"({"message":""})", R"({"message":null})"}) {
    const auto reply = chat(body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(member(reply, "detail"), "message is required") << body;
    EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
  }
}

TEST_F(Readme, WhatIsMissingStopsTheStart) {
  for (const std::string name : {"TELNYX_API_KEY", "TELNYX_ASSISTANT_ID"}) {
    auto without = Service({.api_base = simulator_.api_base(), .public_key = ""});
    without.environment()["TELNYX_ASSISTANT_ID"] = "assistant-1";
    without.environment()["CALLWRIGHT_LOG"] = "text";
    without.environment().erase(name);
    EXPECT_EQ(without.run_to_end(), 2);
    EXPECT_NE(without.process().errors().find(name + " is required\n"), std::string::npos)
        << without.process().errors();
  }
}

TEST(Chat, NeedsTheTokenUnlessTheRequestIsLocal) {
  Gateway gateway;
  gateway.service.start();
  EXPECT_EQ(gateway.chat(kHours, "").status, 200);
  EXPECT_EQ(gateway.chat(kHours).status, 200);
  for (const auto* headers : {"Authorization: Bearer wrong\r\n", "X-Forwarded-For: 203.0.113.9\r\n"}) {
    EXPECT_EQ(gateway.chat(kHours, headers).status, 401) << headers;
  }
  Gateway open({{"CALLWRIGHT_PUBLIC_URL", "https://chat.example.com"}});
  open.service.start();
  EXPECT_EQ(open.chat(kHours, "").status, 401);
  EXPECT_EQ(open.chat(kHours).status, 200);
}

TEST(Chat, ABadRequestIsToldWhatIsWrongAndNothingIsAsked) {
  Gateway gateway;
  gateway.service.start();
  struct Case {
    std::string body;
    int status;
    std::string code;
  };
  const std::vector<Case> cases = {
      {"not json", 400, "json.invalid"},
      {"[]", 400, "chat.body"},
      {R"({"message":7})", 400, "chat.message"},
      {R"({"mesage":"hi"})", 400, "chat.unknown_field"},
      {R"({"message":"hi","message":"ho"})", 400, "chat.repeated_field"},
      {R"({"message":"hi","conversation_id":"a/b"})", 400, "chat.conversation_id"},
      {R"({"message":"hi","assistant_id":".."})", 400, "chat.assistant_id"},
      {R"({"message":")" + std::string(40'000, 'x') + "\"}", 400, "chat.message"},
      {R"({"message":")" + std::string(70'000, 'x') + "\"}", 413, "chat.too_large"},
  };
  for (const auto& test : cases) {
    const auto reply = gateway.chat(test.body);
    EXPECT_EQ(reply.status, test.status) << reply.body;
    EXPECT_EQ(code_of(reply), test.code) << reply.body;
  }
  const auto plain = [&] {
    RawClient client(gateway.service.port());
    client.send(
        "POST /chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\n"
        R"({"message":"hi"})");
    return client.read_reply();
  }();
  EXPECT_EQ(plain.status, 415) << "a page in a browser must not get through without being asked";
  EXPECT_EQ(code_of(gateway.chat(kHours, Gateway::token_line() + "Idempotency-Key: a b\r\n")),
            "idempotency.key");
  EXPECT_TRUE(gateway.telnyx.commands().empty());
}

TEST(Chat, AnErrorOfTelnyxSaysWhatToFixAndKeepsTheConversation) {
  Gateway gateway;
  gateway.service.start();
  struct Case {
    int upstream;
    int status;
    std::string code;
    std::string advice;
    std::string state;
  };
  const std::vector<Case> cases = {
      {401, 502, "telnyx.unauthorized", "TELNYX_API_KEY", "failed"},
      {403, 502, "telnyx.forbidden", "permission", "failed"},
      {404, 404, "telnyx.not_found", "TELNYX_ASSISTANT_ID", "failed"},
      {400, 400, "telnyx.bad_request", "ai_disabled", "failed"},
      {429, 429, "telnyx.rate_limited", "Retry-After", "failed"},
      {500, 502, "telnyx.server_error", "not known", "unknown"},
  };
  for (const auto& test : cases) {
    gateway.telnyx.answer_next("chat", telnyx_error(test.upstream, "Told by Telnyx."));
    const auto reply = gateway.chat(kHours);
    EXPECT_EQ(reply.status, test.status) << reply.body;
    EXPECT_EQ(code_of(reply), test.code);
    EXPECT_NE(member(reply, "detail").find(test.advice), std::string::npos) << reply.body;
    EXPECT_EQ(member(reply, "conversation_id"), "conversation-1") << "what was made is not lost";
    EXPECT_EQ(reply.headers.contains("retry-after"), test.upstream == 429);
    const auto newest = gateway.messages("?limit=1");
    EXPECT_EQ(newest.root().at_path("data.0.state").str(), test.state);
    EXPECT_EQ(newest.root().at_path("data.0.conversation_id").str(), "conversation-1");
  }
  gateway.telnyx.answer_next("create_conversation", telnyx_error(401, "Bad key."));
  const auto refused = gateway.chat(kHours);
  EXPECT_EQ(code_of(refused), "telnyx.unauthorized");
  EXPECT_EQ(refused.body.find("conversation_id"), std::string::npos);
}

TEST(Chat, TelnyxThatDoesNotAnswerInTimeIs504) {
  Gateway gateway;
  std::ofstream(gateway.service.folder().file("callwright.yaml")) << "chat: { timeout: 1s }\n";
  gateway.service.start();
  gateway.telnyx.hold("chat");
  const auto late = gateway.chat(kHours);
  EXPECT_EQ(late.status, 504) << late.body;
  EXPECT_EQ(code_of(late), "telnyx.timeout");
  EXPECT_EQ(member(late, "conversation_id"), "conversation-1");
  gateway.telnyx.release();
}

TEST(Chat, UnreachableTelnyxIs503) {
  Gateway gateway({{"TELNYX_API_BASE", "http://127.0.0.1:1/v2"}});
  gateway.service.start();
  const auto reply = gateway.chat(kHours);
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_EQ(code_of(reply), "telnyx.unreachable");
  EXPECT_TRUE(reply.headers.contains("retry-after"));
}

TEST(Chat, TheSameKeyGivesTheSameAnswerThroughAKill) {
  Gateway gateway;
  gateway.service.start();
  const auto key = Gateway::token_line() + "Idempotency-Key: one\r\n";
  const auto first = gateway.chat(kHours, key);
  ASSERT_EQ(first.status, 200) << first.body;
  gateway.service.restart();
  const auto again = gateway.chat(kHours, key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("idempotent-replayed"), "true");
  EXPECT_EQ(gateway.asked("chat"), 1U);
  const auto other = gateway.chat(R"({"message":"Something else"})", key);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(code_of(other), "idempotency.other_body");
  const auto events = gateway.chat(kHours, key + "Accept: text/event-stream\r\n");
  EXPECT_EQ(events.headers.at("content-type"), "text/event-stream") << "also to who now wants a stream";
  EXPECT_NE(events.body.find("event: done\ndata: " + first.body), std::string::npos) << events.body;
}

TEST(Chat, AMessageThatAKillInterruptsIsInDoubtAndNotAskedTwice) {
  Gateway gateway;
  gateway.service.start();
  gateway.telnyx.hold("chat");
  const auto key = Gateway::token_line() + "Idempotency-Key: one\r\n";
  RawClient waiting(gateway.service.port());
  waiting.send(request_text("POST", "/chat", key, kHours));
  ASSERT_TRUE(gateway.telnyx.wait_for("chat", "conversation-1"));
  const auto meanwhile = gateway.chat(kHours, key);
  EXPECT_EQ(meanwhile.status, 409);
  EXPECT_EQ(code_of(meanwhile), "idempotency.in_progress");
  gateway.service.restart();
  gateway.telnyx.release();
  const auto after = gateway.chat(kHours, key);
  EXPECT_EQ(after.status, 409) << after.body;
  EXPECT_EQ(code_of(after), "idempotency.in_doubt");
  EXPECT_EQ(member(after, "conversation_id"), "conversation-1");
  EXPECT_EQ(gateway.asked("chat"), 1U);
  EXPECT_EQ(gateway.messages().root().at_path("data.0.state").str(), "unknown");
}

TEST(Chat, ARefusedMessageGivesItsKeyUp) {
  Gateway gateway;
  gateway.service.start();
  const auto key = Gateway::token_line() + "Idempotency-Key: one\r\n";
  gateway.telnyx.answer_next("chat", telnyx_error(429, "Slow down."));
  EXPECT_EQ(gateway.chat(kHours, key).status, 429);
  EXPECT_EQ(gateway.chat(kHours, key).status, 200);
}

TEST(ChatStream, PassesEachPieceOnAsItComes) {
  Gateway gateway;
  gateway.service.start();
  const auto stream = gateway.telnyx.stream_next();
  RawClient client(gateway.service.port());
  client.send(request_text("POST", "/chat", Gateway::token_line() + "Accept: text/event-stream\r\n", kHours));
  const auto head = client.read_until("\r\n\r\n");
  EXPECT_NE(head.find("200 OK"), std::string::npos) << head;
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos) << head;
  EXPECT_NE(client.read_until("event: conversation\ndata: {\"conversation_id\":\"conversation-1\"}\n\n"), "");
  const auto asked = gateway.telnyx.wait_for("chat", "conversation-1");
  ASSERT_TRUE(asked);
  EXPECT_NE(asked->body.find(R"("stream":true)"), std::string::npos) << asked->body;
  stream->give("event: delta\ndata: {\"content\":\"We are\"}\n\n");
  EXPECT_NE(client.read_until("event: delta\ndata: {\"content\":\"We are\"}\n\n"), "");
  stream->give("event: delta\ndata: {\"content\":\" open.\"}\n\nevent: do");
  EXPECT_NE(client.read_until("event: delta\ndata: {\"content\":\" open.\"}\n\n"), "");
  stream->give("ne\ndata: {\"content\":\"We are open.\"}\n\n");
  EXPECT_NE(client.read_until(
                "event: done\ndata: {\"conversation_id\":\"conversation-1\",\"reply\":\"We are open.\"}\n\n"),
            "");
  EXPECT_NE(client.read_until("0\r\n\r\n"), "") << "the stream ends in order";
  EXPECT_EQ(gateway.messages().root().at_path("data.0.reply").str(), "We are open.");
}

TEST(ChatStream, AClientThatGoesEndsTheRequestToTelnyx) {
  Gateway gateway;
  gateway.service.start();
  auto stream = gateway.telnyx.stream_next();
  RawClient client(gateway.service.port());
  client.send(request_text("POST", "/chat", Gateway::token_line() + "Accept: text/event-stream\r\n", kHours));
  ASSERT_TRUE(gateway.telnyx.wait_for("chat", "conversation-1"));
  stream->give("event: delta\ndata: {\"content\":\"We\"}\n\n");
  ASSERT_NE(client.read_until("\"We\"}\n\n"), "");
  client.close();
  EXPECT_TRUE(gateway.service.wait_until([&] { return stream.use_count() == 1; })) << "Telnyx still sends";
  EXPECT_TRUE(gateway.service.wait_until([&] {
    const auto page = gateway.messages();
    return page.root().at_path("data.0.code").str() == "interrupted";
  }));
  const auto page = gateway.messages();
  EXPECT_EQ(page.root().at_path("data.0.state").str(), "unknown");
  EXPECT_EQ(page.root().at_path("data.0.reply").str(), "We") << "as far as it came";
}

TEST(ChatStream, TroubleComesAsAnEvent) {
  struct Case {
    std::string name;
    HttpReply upstream;
    std::string code;
  };
  const auto events = [](std::string body) {
    return HttpReply{
        .status = 200, .content_type = "text/event-stream", .body = std::move(body), .headers = {}};
  };
  const std::vector<Case> cases = {
      {"refused", telnyx_error(404, "No such assistant."), "telnyx.not_found"},
      {"told", events("event: error\ndata: {\"message\":\"The model failed.\"}\n\n"), "telnyx.stream_error"},
      {"empty", events(": nothing\n\n"), "telnyx.connection"},
  };
  Gateway gateway;
  gateway.service.start();
  for (const auto& test : cases) {
    gateway.telnyx.answer_next("chat", test.upstream);
    const auto reply = gateway.chat(kHours, Gateway::token_line() + "Accept: text/event-stream\r\n");
    EXPECT_EQ(reply.status, 200) << test.name;
    const auto at = reply.body.find("event: error\ndata: ");
    ASSERT_NE(at, std::string::npos) << test.name << reply.body;
    EXPECT_NE(reply.body.find("\"code\":\"" + test.code + "\"", at), std::string::npos) << reply.body;
    EXPECT_NE(reply.body.find("\"conversation_id\":\"conversation-1\"", at), std::string::npos) << reply.body;
    EXPECT_EQ(reply.body.find("event: done"), std::string::npos);
  }
}

TEST(ChatStream, AnAnswerInOnePieceIsOneDelta) {
  Gateway gateway;
  gateway.service.start();
  const auto reply = gateway.chat(kHours, Gateway::token_line() + "Accept: text/event-stream\r\n");
  EXPECT_NE(reply.body.find("event: delta\ndata: {\"content\":\"We are open from 8 to 18.\"}\n\nevent: done"),
            std::string::npos)
      << reply.body;
}

TEST(Chat, AClientThatWritesTooOftenWaits) {
  Gateway gateway;
  std::ofstream(gateway.service.folder().file("callwright.yaml")) << "chat: { rate: 2, at_once: 1 }\n";
  gateway.service.start();
  EXPECT_EQ(gateway.chat(kHours).status, 200);
  EXPECT_EQ(gateway.chat(kHours).status, 200);
  const auto refused = gateway.chat(kHours);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code_of(refused), "chat.rate_limited");
  EXPECT_GE(std::stoi(refused.headers.at("retry-after")), 1);
  EXPECT_EQ(gateway.chat(kHours, "").status, 200) << "another client";
  EXPECT_EQ(gateway.asked("chat"), 3U);
}

TEST(Chat, MoreThanAreAllowedAtOnceAreShedAndTheRestIsServed) {
  Gateway gateway;
  std::ofstream(gateway.service.folder().file("callwright.yaml")) << "chat: { at_once: 1 }\n";
  gateway.service.start();
  gateway.telnyx.hold("chat");
  RawClient waiting(gateway.service.port());
  waiting.send(request_text("POST", "/chat", Gateway::token_line(), kHours));
  ASSERT_TRUE(gateway.telnyx.wait_for("chat", "conversation-1"));
  const auto shed = gateway.chat(kHours);
  EXPECT_EQ(shed.status, 503);
  EXPECT_EQ(code_of(shed), "chat.overloaded");
  EXPECT_TRUE(shed.headers.contains("retry-after"));
  EXPECT_EQ(exchange(gateway.service.port(), "GET", "/health").status, 200);
  gateway.telnyx.release();
  EXPECT_EQ(waiting.read_reply().status, 200);
}

TEST(Chat, WhatCannotBeKeptIsNotAsked) {
  Gateway gateway;
  std::ofstream(gateway.service.folder().file("callwright.yaml")) << "store: { reserve: 4000000GiB }\n";
  gateway.service.start();
  const auto reply = gateway.chat(kHours);
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_EQ(code_of(reply), "store.reserve");
  EXPECT_TRUE(gateway.telnyx.commands().empty());
}

TEST(Chat, NothingPersonalIsLogged) {
  Gateway gateway;
  gateway.service.start();
  ASSERT_EQ(gateway.chat(R"({"message":"my-secret-question","name":"Zoe-Personal"})").status, 200);
  gateway.telnyx.answer_next("chat", telnyx_error(400, "my-secret-detail"));
  gateway.chat(R"({"message":"my-secret-question"})");
  const auto line = gateway.service.process().wait_for_line(
      [](const std::string& text) { return text.find("\"status\":400") != std::string::npos; }, kPatience);
  ASSERT_TRUE(line) << gateway.service.process().output();
  EXPECT_NE(line->find(R"("event":"message")"), std::string::npos) << *line;
  const auto log = gateway.service.process().output() + gateway.service.process().errors() +
                   file_text("/proc/" + std::to_string(gateway.service.process().pid()) + "/cmdline");
  for (const auto* secret : {"my-secret", "We are open", "Zoe-Personal", "KEY_SIMULATOR", Service::kToken})
    EXPECT_EQ(log.find(secret), std::string::npos) << secret << "\n" << log;
  const auto stored = gateway.service.get("/v1/messages").body;
  EXPECT_NE(stored.find("my-secret-question"), std::string::npos) << "the book has it";
  EXPECT_EQ(exchange(gateway.service.port(), "GET", "/v1/messages").status, 401);
  EXPECT_NE(exchange(gateway.service.port(), "GET", "/metrics")
                .body.find(R"(callwright_messages_total{channel="chat",result="answered"} 1)"),
            std::string::npos);
}

}  // namespace
}  // namespace callwright::tests::chat
