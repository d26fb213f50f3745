#include "handlers/calls_api/calls_api.hpp"

#include "tests/handlers/calls_api/sample_call.hpp"
#include "tests/handlers/support/fakes.hpp"
#include "tests/handlers/support/run.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::calls_api {
namespace {

struct Desk {
  MemoryArchive archive;
  MemoryInbox inbox;
  CallsApi api;
  Router router;

  explicit Desk(std::string token = "abc") : api(archive, inbox, std::move(token)) {
    add_routes(router, api);
    archive.calls = {sample_call()};
    inbox.calls = {sample_call().id};
    inbox.answer.body = json_object({{"status", "accepted"}});
  }

  HttpReply send(std::string method, std::string path, std::string body = "",
                 std::vector<std::pair<std::string, std::string>> query = {}, std::string token = "abc") {
    Request request{.method = std::move(method), .target = path, .path = path, .query = std::move(query)};
    request.headers = {{"authorization", "Bearer " + token}, {"x-callwright-operator", "dana\n"}};
    request.body = std::move(body);
    return run(router.handle(std::move(request)));
  }
};

const std::string kCall = "/v1/calls/call_0193a5";

TEST(CallsApi, EveryPathNeedsTheToken) {
  const std::vector<std::pair<std::string, std::string>> paths = {
      {"GET", "/v1/calls"}, {"GET", kCall}, {"GET", kCall + "/records"}, {"POST", kCall + "/hangup"}};
  for (const auto& [method, path] : paths) {
    Desk desk;
    EXPECT_EQ(desk.send(method, path, "", {}, "wrong").status, 401) << path;
    EXPECT_TRUE(desk.inbox.commands.empty());
    EXPECT_TRUE(desk.archive.queries.empty());
    Desk open("");
    const auto reply = open.send(method, path, "", {}, "");
    EXPECT_EQ(reply.status, 401) << path;
    EXPECT_TRUE(reply.body.contains("CALLWRIGHT_API_TOKEN")) << reply.body;
  }
}

TEST(CallsApi, SearchesPageByPage) {
  Desk desk;
  desk.archive.found = {json_object({{"id", "call_3"}}), json_object({{"id", "call_2"}}),
                        json_object({{"id", "call_1"}})};
  EXPECT_EQ(desk.send("GET", "/v1/calls", "", {{"limit", "2"}, {"state", "joined"}}).body,
            R"({"data":[{"id":"call_3"},{"id":"call_2"}],"next":"2"})");
  EXPECT_EQ(desk.archive.queries.at(0).state, "joined");
  EXPECT_EQ(desk.send("GET", "/v1/calls", "", {{"limit", "2"}, {"cursor", "2"}}).body,
            R"({"data":[{"id":"call_1"}],"next":null})");
  EXPECT_EQ(desk.send("GET", "/v1/calls", "", {{"limit", "many"}}).status, 400);
  EXPECT_EQ(desk.archive.queries.size(), 2U) << "a wrong query does not reach the store";
}

TEST(CallsApi, ShowsACall) {
  Desk desk;
  const auto reply = desk.send("GET", kCall);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(JsonDocument::parse(reply.body)->root().at_path("run.winner").str(), "ben");
  EXPECT_EQ(desk.send("HEAD", kCall).status, 200);
}

TEST(CallsApi, AnUnknownCallIs404OnEveryPath) {
  Desk desk;
  for (const auto& reply :
       {desk.send("GET", "/v1/calls/call_2"), desk.send("GET", "/v1/calls/call_2/records"),
        desk.send("POST", "/v1/calls/call_2/hangup")}) {
    EXPECT_EQ(reply.status, 404);
    EXPECT_TRUE(reply.body.contains("call.not_found")) << reply.body;
  }
}

TEST(CallsApi, ReadsTheLogPageByPage) {
  Desk desk;
  EXPECT_EQ(desk.send("GET", kCall + "/records").body, R"({"data":[],"next":null})");
  desk.archive.log = {Json::trusted(R"({"seq":1})"), Json::trusted(R"({"seq":2})")};
  EXPECT_EQ(desk.send("GET", kCall + "/records", "", {{"limit", "1"}}).body,
            R"({"data":[{"seq":1}],"next":"1"})");
  EXPECT_EQ(desk.send("GET", kCall + "/records", "", {{"cursor", "1"}}).body,
            R"({"data":[{"seq":2}],"next":null})");
}

TEST(CallsApi, PassesACommandOnWithWhoGaveIt) {
  Desk desk;
  const auto reply = desk.send("POST", kCall + "/tell", R"({"text":"hello","say":true})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"status":"accepted"})");
  ASSERT_EQ(desk.inbox.commands.size(), 1U);
  EXPECT_EQ(desk.inbox.commands[0].call, sample_call().id);
  EXPECT_EQ(desk.inbox.commands[0].name, "tell");
  EXPECT_EQ(desk.inbox.commands[0].arguments.text(), R"({"text":"hello","say":true})");
  EXPECT_EQ(desk.inbox.commands[0].by, "dana") << "without what would break a log line";
}

TEST(CallsApi, KnowsTheCommandsAndNoOthers) {
  for (const std::string command : {"hangup", "escalate", "cancel", "tell"}) {
    Desk desk;
    EXPECT_EQ(desk.send("POST", kCall + "/" + command).status, 200) << command;
    EXPECT_EQ(desk.inbox.commands.at(0).name, command);
    EXPECT_EQ(desk.inbox.commands.at(0).arguments.text(), "{}");
  }
  Desk desk;
  EXPECT_EQ(desk.send("POST", kCall + "/explode").status, 404);
  EXPECT_EQ(desk.send("GET", kCall + "/hangup").status, 405);
}

TEST(CallsApi, AnOperatorEventHasANameOfItsOwn) {
  Desk desk;
  EXPECT_EQ(desk.send("POST", kCall + "/operator", R"({"name":"vip_arrived","arguments":{"desk":3}})").status,
            200);
  EXPECT_EQ(desk.inbox.commands.at(0).name, "vip_arrived");
  EXPECT_EQ(desk.inbox.commands.at(0).arguments.text(), R"({"desk":3})");
  for (const std::string wrong : {R"({})", R"({"name":"hangup"})", R"({"name":"VIP arrived"})",
                                  R"({"name":7})", R"({"name":"vip","arguments":[]})", "[]", "{"}) {
    EXPECT_EQ(desk.send("POST", kCall + "/operator", wrong).status, 400) << wrong;
  }
  EXPECT_EQ(desk.inbox.commands.size(), 1U);
}

TEST(CallsApi, RefusesABodyThatIsTooLargeOrNoObject) {
  Desk desk;
  EXPECT_EQ(desk.send("POST", kCall + "/tell", "[]").status, 400);
  EXPECT_EQ(desk.send("POST", kCall + "/tell", "{\"text\":\"" + std::string(65'536, 'x') + "\"}").status,
            413);
  EXPECT_TRUE(desk.inbox.commands.empty());
}

TEST(CallsApi, MapsFailuresToStatuses) {
  const std::vector<std::pair<Errc, int>> expected = {{Errc::InvalidInput, 400}, {Errc::NotFound, 404},
                                                      {Errc::Conflict, 409},     {Errc::Unavailable, 503},
                                                      {Errc::Timeout, 503},      {Errc::Cancelled, 503}};
  for (const auto& [kind, status] : expected) {
    Desk desk;
    desk.archive.fail_with = Error(kind, "store.cursor", "The cursor is not one of ours.");
    desk.inbox.fail_with = desk.archive.fail_with;
    EXPECT_EQ(desk.send("GET", "/v1/calls").status, status);
    EXPECT_EQ(desk.send("GET", kCall).status, status);
    EXPECT_EQ(desk.send("GET", kCall + "/records").status, status);
    EXPECT_EQ(desk.send("POST", kCall + "/hangup").status, status);
  }
}

TEST(OperatorOf, IsANoteOfAtMost64PrintableCharacters) {
  Request request;
  EXPECT_EQ(operator_of(request), "api");
  request.headers = {{"x-callwright-operator", std::string(70, 'a')}};
  EXPECT_EQ(operator_of(request), std::string(64, 'a'));
  request.headers = {{"x-callwright-operator", "\t\xff"}};
  EXPECT_EQ(operator_of(request), "api");
}

}  // namespace
}  // namespace callwright::tests::calls_api
