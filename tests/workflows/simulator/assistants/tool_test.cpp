#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_tool {
namespace {

using namespace callwright::tests::assistants;

constexpr auto kWebhook =
    R"({"type":"webhook","display_name":"Look up",)"
    R"("webhook":{"name":"look","method":"POST","url":"https://shop.test/{order}?by={{who}}"}})";

TEST(SharedTool, ShowsItsDefinitionAndTheDefaultTimeOut) {
  Account account;
  const auto made = account.post("/ai/tools", kWebhook);
  EXPECT_EQ(at(made, "tool_definition.name"), "look");
  EXPECT_EQ(at(made, "timeout_ms"), "5000");
  EXPECT_EQ(at(made, "type"), "webhook");
  EXPECT_EQ(at(made, "webhook"), "");
}

TEST(SharedTool, NeedsTheDefinitionThatItsTypeNames) {
  Account account;
  EXPECT_EQ(outcome(account.post("/ai/tools", R"({"type":"webhook","display_name":"x","pay":{}})")),
            "422 body.webhook");
  EXPECT_EQ(outcome(account.post("/ai/tools", R"({"type":"magic","display_name":"x"})")), "422 body.type");
  const auto path = "/ai/tools/" + account.make("/ai/tools", kWebhook);
  EXPECT_EQ(outcome(account.patch(path, R"({"type":"handoff"})")), "422 body.handoff");
  EXPECT_EQ(at(account.get(path), "type"), "webhook") << "a refused change changes nothing";
  EXPECT_EQ(at(account.patch(path, R"({"type":"handoff","handoff":{"a":1}})"), "tool_definition"),
            R"({"a":1})");
}

TEST(SharedTool, ListsAreFilteredByTypeAndName) {
  Account account;
  account.post("/ai/tools", kWebhook);
  account.post("/ai/tools", R"({"type":"function","display_name":"Add","function":{}})");
  EXPECT_EQ(at(account.get("/ai/tools", {{"filter[type]", "function"}}), "data.0.display_name"), "Add");
  EXPECT_EQ(at(account.get("/ai/tools", {{"filter[name]", "Look up"}}), "meta.total_results"), "1");
  EXPECT_EQ(size_at(account.get("/ai/tools", {{"filter[name]", "Nothing"}}), "data"), 0U);
}

/// An assistant and a shared tool that it does not have yet.
struct Pair {
  Account account;
  std::string assistant = "/ai/assistants/" + account.assistant();
  std::string id = account.make("/ai/tools", kWebhook);
  std::string path = assistant + "/tools/" + id;
};

TEST(ToolOfAnAssistant, IsAttachedOnceAndTakenAway) {
  Pair pair;
  EXPECT_EQ(pair.account.put(pair.path).body.text(), "{}");
  pair.account.put(pair.path);
  EXPECT_EQ(size_at(pair.account.get(pair.assistant), "tools"), 1U);
  EXPECT_EQ(at(pair.account.get(pair.assistant), "tools.0.webhook.name"), "look");
  EXPECT_EQ(outcome(pair.account.remove(pair.path)), "200");
  EXPECT_EQ(at(pair.account.get(pair.assistant), "tools"), "[]");
  EXPECT_EQ(outcome(pair.account.remove(pair.path)), "404 10005");
  EXPECT_EQ(outcome(pair.account.put(pair.assistant + "/tools/nothing")), "404 10005");
}

TEST(ToolOfAnAssistant, GoesWithTheSharedToolThatIsDeleted) {
  Pair pair;
  pair.account.put(pair.path);
  EXPECT_EQ(pair.account.remove("/ai/tools/" + pair.id).body.text(), "{}");
  EXPECT_EQ(at(pair.account.get(pair.assistant), "tools"), "[]");
}

TEST(ToolOfAnAssistant, IsListedWithWhereItComesFrom) {
  Pair pair;
  const auto changed =
      pair.account.post(pair.assistant, R"({"tools":[{"type":"hangup","hangup":{}}],"tool_ids":[")" +
                                            pair.id + R"(","nothing"]})");
  EXPECT_EQ(at(changed, "tools.0"), R"({"type":"hangup","hangup":{},"shared":false})");
  EXPECT_EQ(at(changed, "tools.1.shared") + at(changed, "tools.1.timeout_ms"), "true5000");
  EXPECT_EQ(size_at(changed, "tools"), 2U);
  EXPECT_EQ(size_at(pair.account.post(pair.assistant, R"({"tools":[]})"), "tools"), 1U) << "the shared one";
}

TEST(ToolOfAnAssistant, MostTypesAreAllowedOnce) {
  Account account;
  const auto path = "/ai/assistants/" + account.assistant(R"(,"tools":[{"type":"hangup","hangup":{}}])");
  const auto hangup = R"({"type":"hangup","hangup":{}})";
  const auto two = std::string(R"("tools":[)") + hangup + "," + hangup + "]";
  EXPECT_EQ(outcome(account.post("/ai/assistants", R"({"name":"x","instructions":"x",)" + two + "}")),
            "400 10015");
  EXPECT_EQ(outcome(account.post(path, "{" + two + "}")), "400 10015");
  EXPECT_EQ(size_at(account.get(path + "/versions"), "data"), 1U) << "a refused update makes no version";
  const auto version = at(account.post(path, R"({"promote_to_main":false})"), "version_id");
  EXPECT_EQ(outcome(account.post(path + "/versions/" + version, "{" + two + "}")), "400 10015");
  const auto pay = R"({"type":"pay","display_name":"x","pay":{"connector_name":"c"}})";
  const auto first = account.make("/ai/tools", pay);
  const auto second = account.make("/ai/tools", pay);
  EXPECT_EQ(outcome(account.put(path + "/tools/" + first)), "200");
  EXPECT_EQ(outcome(account.put(path + "/tools/" + second)), "400 10015");
  const auto webhooks = account.make("/ai/tools", kWebhook);
  EXPECT_EQ(outcome(account.put(path + "/tools/" + webhooks)), "200");
  EXPECT_EQ(outcome(account.put(path + "/tools/" + account.make("/ai/tools", kWebhook))), "200");
}

TEST(ToolOfAnAssistant, ATestTellsTheRequestThatWouldBeSent) {
  Pair pair;
  const auto path = pair.path + "/test";
  EXPECT_EQ(outcome(pair.account.post(path)), "404 10005") << "not attached yet";
  pair.account.put(pair.path);
  const auto tested =
      pair.account.post(path, R"({"arguments":{"order":"A 7"},"dynamic_variables":{"who":"Ann"}})");
  EXPECT_EQ(at(tested, "data.request"),
            R"({"method":"POST","url":"https://shop.test/A 7?by=Ann","body":{"order":"A 7"}})");
  EXPECT_EQ(at(tested, "data.success") + at(tested, "data.status_code") + at(tested, "data.content_type") +
                at(tested, "data.response"),
            "true200application/json{}");
}

TEST(ToolOfAnAssistant, OnlyAWebhookCanBeTested) {
  Pair pair;
  const auto id = pair.account.make("/ai/tools", R"({"type":"function","display_name":"Add","function":{}})");
  pair.account.put(pair.assistant + "/tools/" + id);
  EXPECT_EQ(outcome(pair.account.post(pair.assistant + "/tools/" + id + "/test")), "400 10015");
}

TEST(Tags, AreAddedOnceListedForTheAccountAndRemoved) {
  Account account;
  const auto one = "/ai/assistants/" + account.assistant(R"(,"tags":["b"])");
  const auto two = "/ai/assistants/" + account.assistant();
  EXPECT_EQ(account.post(two + "/tags", R"({"tag":"b"})").body.text(), R"({"tags":["b"]})");
  account.post(two + "/tags", R"({"tag":"a"})");
  EXPECT_EQ(account.post(two + "/tags", R"({"tag":"a"})").body.text(), R"({"tags":["b","a"]})");
  EXPECT_EQ(account.get("/ai/assistants/tags").body.text(), R"({"tags":["a","b"]})");
  EXPECT_EQ(account.remove(two + "/tags/a").body.text(), R"({"tags":["b"]})");
  EXPECT_EQ(outcome(account.remove(two + "/tags/a")), "404 10005");
  EXPECT_EQ(account.get("/ai/assistants/tags").body.text(), R"({"tags":["b"]})");
  EXPECT_EQ(at(account.get(one), "tags"), R"(["b"])");
}

TEST(McpServers, AreABareListFilteredByTypeAndAddress) {
  Account account;
  account.post("/ai/mcp_servers", R"({"name":"a","type":"http","url":"https://a.test"})");
  account.post("/ai/mcp_servers", R"({"name":"b","type":"sse","url":"https://b.test"})");
  EXPECT_EQ(size_at(account.get("/ai/mcp_servers"), ""), 2U);
  EXPECT_EQ(at(account.get("/ai/mcp_servers", {{"type", "sse"}}), "0.name"), "b");
  EXPECT_EQ(at(account.get("/ai/mcp_servers", {{"url", "https://a.test"}}), "0.name"), "a");
  EXPECT_EQ(size_at(account.get("/ai/mcp_servers", {{"page[size]", "1"}, {"page[number]", "2"}}), ""), 1U);
  EXPECT_EQ(at(account.get("/ai/mcp_servers"), "0.allowed_tools"), "") << "null: all of them";
}

}  // namespace
}  // namespace callwright::tests::assistants_tool
