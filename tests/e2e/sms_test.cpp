#include "tests/e2e/gateway.hpp"
#include "tests/e2e/world.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::sms {
namespace {

constexpr std::string_view kHello =
    R"({"to":"+13125550199","from":"+13125550100","text":"Hello, my-secret"})";

std::string code_of(const RawReply& reply) { return json_of(reply).root()["code"].str(); }

TEST(Sms, SendsOneAndTellsTheConversation) {
  Gateway gateway;
  gateway.service.start();
  const auto reply = gateway.sms(
      R"({"to":"+13125550199","from":"+13125550100","text":"Hi","should_create_conversation":true,)"
      R"("conversation_metadata":{"order":7,"vip":true,"shop":"north"}})");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, R"({"conversation_id":"conversation-of-+13125550199"})");
  const auto sent = gateway.telnyx.wait_for("chat_sms", "+13125550199");
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->body,
            R"({"from":"+13125550100","to":"+13125550199","text":"Hi","should_create_conversation":true,)"
            R"("conversation_metadata":{"order":7,"vip":true,"shop":"north"}})");
  EXPECT_FALSE(sent->command_id.empty()) << "a repetition of ours must not send two";
  const auto page = gateway.messages("?channel=sms&number=%2B13125550199");
  EXPECT_EQ(page.root().at_path("data.0.state").str(), "answered");
  EXPECT_EQ(page.root().at_path("data.0.text").str(), "Hi");
  EXPECT_EQ(gateway.messages("?channel=chat").root()["data"].size(), 0U);
}

TEST(Sms, AlwaysNeedsTheToken) {
  Gateway gateway;
  gateway.service.start();
  EXPECT_EQ(gateway.sms(kHello, "").status, 401);
  EXPECT_EQ(gateway.sms(kHello, "Authorization: Bearer wrong\r\n").status, 401);
  EXPECT_TRUE(gateway.telnyx.commands().empty());
}

TEST(Sms, ABadRequestIsToldWhatIsWrong) {
  Gateway gateway;
  gateway.service.start();
  struct Case {
    std::string body;
    int status;
    std::string code;
  };
  const std::vector<Case> cases = {
      {"{}", 400, "sms.to"},
      {R"({"to":"3125550199","from":"+13125550100"})", 400, "sms.to"},
      {R"({"to":"+13125550199"})", 400, "sms.from"},
      {R"({"to":"+13125550199","from":"shop"})", 400, "sms.from"},
      {R"({"to":"+13125550199","from":"+13125550100","text":""})", 400, "sms.text"},
      {R"({"to":"+13125550199","from":"+13125550100","should_create_conversation":1})", 400,
       "sms.should_create_conversation"},
      {R"({"to":"+13125550199","from":"+13125550100","conversation_metadata":{"a":[1]}})", 400,
       "sms.conversation_metadata"},
      {R"({"to":"+13125550199","from":"+13125550100","conversation_metadata":{"callwright_call_id":"x"}})",
       400, "sms.conversation_metadata"},
      {R"({"to":"+13125550199","from":"+13125550100","call":"call_unknown"})", 404, "call.not_found"},
      {R"({"to":"+13125550199","from":"+13125550100","txt":"hi"})", 400, "sms.unknown_field"},
  };
  for (const auto& test : cases) {
    const auto reply = gateway.sms(test.body);
    EXPECT_EQ(reply.status, test.status) << reply.body;
    EXPECT_EQ(code_of(reply), test.code) << reply.body;
  }
  EXPECT_TRUE(gateway.telnyx.commands().empty());
}

TEST(Sms, TheSenderMayBeASetting) {
  Gateway gateway({{"CALLWRIGHT_SMS_FROM", "+13125550188"}});
  gateway.service.start();
  ASSERT_EQ(gateway.sms(R"({"to":"+13125550199"})").status, 200);
  const auto sent = gateway.telnyx.wait_for("chat_sms", "+13125550199");
  EXPECT_EQ(sent->body, R"({"from":"+13125550188","to":"+13125550199"})") << "the assistant begins";
}

TEST(Sms, ALostAnswerIsAskedForAgainUnderTheSameKey) {
  Gateway gateway;
  gateway.service.start();
  gateway.telnyx.answer_next("chat_sms", {.status = kNoReply, .headers = {}});
  const auto reply = gateway.sms(kHello);
  EXPECT_EQ(reply.status, 200) << reply.body;
  const auto commands = gateway.telnyx.commands();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].command_id, commands[1].command_id);
  EXPECT_EQ(commands[0].body, commands[1].body);
}

TEST(Sms, AKillBetweenTheMessageAndItsAnswerSendsOneText) {
  Gateway gateway;
  gateway.service.start();
  gateway.telnyx.hold("chat_sms");
  const auto key = Gateway::token_line() + "Idempotency-Key: one\r\n";
  RawClient waiting(gateway.service.port());
  waiting.send(request_text("POST", "/sms", key, kHello));
  ASSERT_TRUE(gateway.telnyx.wait_for("chat_sms", "+13125550199"));
  gateway.service.restart();
  gateway.telnyx.release();
  EXPECT_EQ(gateway.messages().root().at_path("data.0.state").str(), "unknown");
  const auto again = gateway.sms(kHello, key);
  ASSERT_EQ(again.status, 200) << again.body;
  const auto commands = gateway.telnyx.commands();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].command_id, commands[1].command_id) << "Telnyx answers the second from the first";
  const auto third = gateway.sms(kHello, key);
  EXPECT_EQ(third.body, again.body);
  EXPECT_EQ(third.headers.at("idempotent-replayed"), "true");
  EXPECT_EQ(gateway.asked("chat_sms"), 2U);
}

TEST(Sms, AMessageOfACallCarriesItAndItsConversation) {
  World world(1);
  WireCall call(0, Ending::FirstAccepts);
  for (std::size_t i = 0; i < 3; ++i) ASSERT_EQ(world.play(call, call.steps()[i]), "");
  const auto id = json_of(world.service.get("/v1/calls")).root().at_path("data.0.id").str();
  ASSERT_NE(id, "");
  const auto reply = exchange(
      world.service.port(), "POST", "/sms", Gateway::token_line(),
      R"({"to":"+13125550177","from":"+13125550100","assistant_id":"assistant-1","call":")" + id + "\"}");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto sent = world.telnyx.wait_for("chat_sms", "+13125550177");
  ASSERT_TRUE(sent);
  const auto body = JsonDocument::of(Json::trusted(sent->body));
  const auto metadata = body.root()["conversation_metadata"];
  EXPECT_EQ(metadata["callwright_call_id"].str(), id);
  EXPECT_EQ(metadata["callwright_conversation_id"].str(), FakeTelnyx::conversation_of(call.caller_leg()));
}

TEST(Sms, AClientThatWritesTooOftenWaits) {
  Gateway gateway;
  std::ofstream(gateway.service.folder().file("callwright.yaml")) << "sms: { rate: 1 }\n";
  gateway.service.start();
  EXPECT_EQ(gateway.sms(kHello).status, 200);
  const auto refused = gateway.sms(kHello);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code_of(refused), "sms.rate_limited");
  EXPECT_EQ(gateway.chat(R"({"message":"hi"})").status, 200) << "chat has a limit of its own";
}

TEST(Sms, NumbersAreMaskedAndTextIsNotLogged) {
  Gateway gateway;
  gateway.service.start();
  gateway.telnyx.answer_next("chat_sms",
                             {.status = 200, .body = R"({"conversation_id":"c-1"})", .headers = {}});
  ASSERT_EQ(gateway.sms(kHello).status, 200);
  const auto line = gateway.service.process().wait_for_line(
      [](const std::string& text) { return text.find(R"("channel":"sms")") != std::string::npos; },
      kPatience);
  ASSERT_TRUE(line);
  const auto log = gateway.service.process().output() + gateway.service.process().errors();
  for (const auto* secret : {"my-secret", "+13125550199", "+13125550100"})
    EXPECT_EQ(log.find(secret), std::string::npos) << secret << "\n" << log;
}

}  // namespace
}  // namespace callwright::tests::sms
