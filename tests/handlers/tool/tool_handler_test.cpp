#include "handlers/tool/tool_handler.hpp"

#include "tests/handlers/support/fakes.hpp"
#include "tests/handlers/support/run.hpp"
#include "tests/handlers/support/signing.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::tool_handler {
namespace {

const SigningKey kKey(1);

ToolSettings settings() {
  ToolSettings result;
  result.signature.keys = {kKey.public_key()};
  result.secret = "t00l";
  return result;
}

struct Desk {
  MemoryInbox inbox;
  MemoryTokens tokens;
  MemoryMetrics metrics;
  ToolHandler handler;
  explicit Desk(ToolSettings with = settings()) : handler(inbox, tokens, metrics, std::move(with)) {
    inbox.calls = {CallId("a"), CallId("b")};
    inbox.legs = {{CallControlId("v3:leg-a"), CallId("a")}, {CallControlId("v3:leg-b"), CallId("b")}};
  }
  HttpReply post(Request request, std::string name = "escalate_to_human") {
    return run(handler.run(std::move(request), std::move(name)));
  }
};

Request tool(std::string body, std::int64_t age = 0) {
  auto request = signed_post(kKey, "/tools/escalate_to_human", std::move(body), age);
  request.query = {{"call", "a.good"}};
  return request;
}

TEST(ToolHandler, PassesTheArgumentsOnAndGivesTheAnswerOfTheCall) {
  Desk desk;
  const auto reply = desk.post(tool(R"({"reason":"dizzy","callwright_call":"a.good"})"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_EQ(reply.body, R"({"status":"ringing","say":"One moment."})");
  ASSERT_EQ(desk.inbox.tools.size(), 1U);
  EXPECT_EQ(desk.inbox.tools[0].call, CallId("a"));
  EXPECT_EQ(desk.inbox.tools[0].name, "escalate_to_human");
  EXPECT_EQ(desk.inbox.tools[0].arguments.text(), R"({"reason":"dizzy"})");
  EXPECT_EQ(desk.metrics.tools_unmatched, 0);
}

TEST(ToolHandler, GivesTheStatusThatTheWorkflowChose) {
  Desk desk;
  desk.inbox.answer.status = 422;
  EXPECT_EQ(desk.post(tool("")).status, 422);
  EXPECT_EQ(desk.inbox.tools[0].arguments.text(), "{}");
}

TEST(ToolHandler, TheSecretStandsForTheSignature) {
  for (const auto& [header, value] : std::vector<std::pair<std::string, std::string>>{
           {"authorization", "Bearer t00l"}, {"x-callwright-tool-secret", "t00l"}}) {
    Desk desk;
    auto request = tool("{}");
    set_header(request, "telnyx-signature-ed25519", "");
    set_header(request, header, value);
    EXPECT_EQ(desk.post(request).status, 200) << header;
    set_header(request, header, value + "x");
    EXPECT_EQ(desk.post(request).status, 401) << header;
  }
}

TEST(ToolHandler, AnUnsetSecretOpensNothing) {
  auto without = settings();
  without.secret.clear();
  Desk desk(without);
  auto request = tool("{}");
  set_header(request, "telnyx-signature-ed25519", "");
  set_header(request, "authorization", "Bearer ");
  set_header(request, "x-callwright-tool-secret", "");
  EXPECT_EQ(desk.post(request).status, 401);
  EXPECT_EQ(desk.post(tool("{}")).status, 200);
}

TEST(ToolHandler, ASignatureIsGoodForFiveMinutes) {
  Desk desk;
  EXPECT_EQ(desk.post(tool("{}", 300)).status, 200);
  EXPECT_EQ(desk.post(tool("{}", 301)).status, 401);
  EXPECT_EQ(desk.post(tool("{}", -301)).status, 401);
}

struct Unmatched {
  std::string name;
  std::string query;
  std::string header;
  std::string why;
};

void PrintTo(const Unmatched& u, std::ostream* out) { *out << u.name; }

class NoCall : public ::testing::TestWithParam<Unmatched> {};

TEST_P(NoCall, Is409WithSomethingToSay) {
  Desk desk;
  auto request = tool(R"({"reason":"dizzy"})");
  request.query = {{"call", GetParam().query}};
  set_header(request, "x-telnyx-call-control-id", GetParam().header);
  const auto reply = desk.post(request);
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.content_type, "application/json");
  const auto body = JsonDocument::parse(reply.body);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->root()["status"].str(), "unmatched");
  EXPECT_FALSE(body->root()["say"].str().empty());
  EXPECT_EQ(reply.headers,
            (std::vector<std::pair<std::string, std::string>>{{"x-callwright-problem", GetParam().why}}));
  EXPECT_TRUE(desk.inbox.tools.empty());
  EXPECT_EQ(desk.metrics.tools_unmatched, 1);
}
INSTANTIATE_TEST_SUITE_P(Tool, NoCall,
                         ::testing::ValuesIn(std::vector<Unmatched>{
                             {"Nothing", "", "", "tool.call_missing"},
                             {"Unresolved", "{{callwright_call}}", "{{call_control_id}}", "tool.unresolved"},
                             {"Forged", "a.bad", "", "tool.token_invalid"},
                             {"CallUnknown", "gone.good", "", "call.not_found"},
                             {"LegUnknown", "", "v3:leg-c", "call.not_found"},
                             {"LegOfAnotherCall", "a.good", "v3:leg-b", "call.disagreement"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(ToolHandler, ALegThatIsNotKnownDoesNotContradictTheToken) {
  Desk desk;
  auto request = tool("{}");
  set_header(request, "x-telnyx-call-control-id", "v3:leg-c");
  EXPECT_EQ(desk.post(request).status, 200);
  EXPECT_EQ(desk.inbox.tools[0].call, CallId("a"));
}

TEST(ToolHandler, RefusesWhatIsNoSetOfArguments) {
  Desk desk;
  EXPECT_EQ(desk.post(tool("[1]")).status, 400);
  EXPECT_EQ(desk.post(tool("\"a\"")).status, 400);
  EXPECT_EQ(desk.post(tool("{")).status, 400);
  EXPECT_EQ(desk.post(tool("{}"), "no such/name").status, 400);
  EXPECT_EQ(desk.post(tool("{\"a\":\"" + std::string(65'536, 'x') + "\"}")).status, 413);
  EXPECT_TRUE(desk.inbox.tools.empty());
  EXPECT_EQ(desk.metrics.tools_unmatched, 0);
}

TEST(ToolHandler, SaysSoWhenNothingCanBeStored) {
  Desk desk;
  desk.inbox.fail_with = Error(Errc::Unavailable, "store.full", "The disk is full.");
  EXPECT_EQ(desk.post(tool("{}")).status, 503);
  EXPECT_EQ(desk.metrics.tools_unmatched, 0);
}

TEST(ToolHandler, AChatGatewayAnswers503WithTheReason) {
  auto gateway = settings();
  gateway.out_of_service = "No workflow is loaded.";
  Desk desk(gateway);
  const auto reply = desk.post(tool("{}"));
  EXPECT_EQ(reply.status, 503);
  EXPECT_TRUE(reply.body.contains("No workflow is loaded.")) << reply.body;
}

TEST(ToolRoutes, TakeTheNameFromThePath) {
  Desk desk;
  Router router;
  add_routes(router, desk.handler);
  auto request = tool("{}");
  request.path = "/tools/book_slot";
  EXPECT_EQ(run(router.handle(request)).status, 200);
  EXPECT_EQ(desk.inbox.tools[0].name, "book_slot");
  request.method = "GET";
  EXPECT_EQ(run(router.handle(request)).status, 405);
}

}  // namespace
}  // namespace callwright::tests::tool_handler
