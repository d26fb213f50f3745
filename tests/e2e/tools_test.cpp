#include "handlers/ports/http_text.hpp"
#include "tests/e2e/world.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::tools {
namespace {

class Tools : public ::testing::Test {
 protected:
  void SetUp() override {
    for (std::size_t i = 0; i < 3; ++i) ASSERT_EQ(world_.play(call_, call_.steps()[i]), "");  // conversing
    const auto start = world_.telnyx.wait_for("ai_assistant_start", call_.caller_leg());
    ASSERT_TRUE(start);
    const auto body = JsonDocument::of(Json::trusted(start->body));
    token_ = body.root().at_path("assistant.dynamic_variables.callwright_call").str();
    ASSERT_NE(token_, "") << start->body;
  }

  RawReply ask(const std::string& query, std::string_view body = R"({"reason":"dizzy"})") {
    return world_.service.post_signed(world_.signer, "/tools/escalate_to_human" + query, body);
  }
  static std::string with(const std::string& token) { return "?call=" + percent_encode(token); }
  std::string status_of(const RawReply& reply) { return json_of(reply).root()["status"].str(); }
  std::string say_of(const RawReply& reply) { return json_of(reply).root()["say"].str(); }
  void expect_unmatched(const RawReply& reply) {
    EXPECT_EQ(reply.status, 409) << reply.body;
    EXPECT_EQ(status_of(reply), "unmatched");
    EXPECT_NE(say_of(reply), "") << "the model needs something to say";
  }

  World world_{1};
  WireCall call_{0, Ending::FirstAccepts};
  std::string token_;
};

TEST_F(Tools, ARequestThatNamesNoCallIsNeverGuessed) {
  auto forged = token_;
  forged.back() = forged.back() == '0' ? '1' : '0';
  for (const auto& query : {with(forged), with("call_0000.00"), with("{{callwright_call}}"), std::string()}) {
    SCOPED_TRACE(query);
    expect_unmatched(ask(query));
  }
  EXPECT_EQ(json_of(exchange(world_.service.port(), "POST", "/tools/escalate_to_human" + with(token_),
                             Signer(2).headers("{}"), "{}"))
                .root()["status"]
                .integer(),
            401);
  const auto commands = world_.telnyx.commands();
  for (const auto& command : commands) EXPECT_NE(command.operation, "dial") << command.body;
  EXPECT_NE(exchange(world_.service.port(), "GET", "/metrics").body.find("callwright_tool_unmatched_total 4"),
            std::string::npos);
}

TEST_F(Tools, TheAnswerIsWhatIsTrueNow) {
  const auto ringing = ask(with(token_));
  EXPECT_EQ(ringing.status, 200) << ringing.body;
  EXPECT_EQ(status_of(ringing), "ringing");
  EXPECT_NE(say_of(ringing).find("Ringing"), std::string::npos) << ringing.body;
  ASSERT_EQ(call_.await(call_.steps()[3], world_.service, world_.telnyx), "");
  for (std::size_t i = 4; i < 7; ++i) ASSERT_EQ(world_.play(call_, call_.steps()[i]), "");
  const auto joined = ask(with(token_), R"({"reason":"still dizzy"})");
  EXPECT_EQ(status_of(joined), "joined") << joined.body;
  EXPECT_EQ(say_of(joined), "Person is on the call.");
  for (std::size_t i = 7; i < call_.steps().size(); ++i) ASSERT_EQ(world_.play(call_, call_.steps()[i]), "");
  EXPECT_EQ(call_.check(world_.service, world_.telnyx), "") << "nobody was rung for the second request";
}

TEST_F(Tools, TheTokenOutlivesTheProcess) {
  world_.service.restart();
  EXPECT_EQ(status_of(ask(with(token_))), "ringing");
}

}  // namespace
}  // namespace callwright::tests::tools
