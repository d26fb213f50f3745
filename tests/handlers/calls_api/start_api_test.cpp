#include "handlers/calls_api/start_api.hpp"

#include "tests/handlers/calls_api/sample_call.hpp"
#include "tests/handlers/support/fakes.hpp"
#include "tests/handlers/support/run.hpp"
#include "workflows/language/load.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace callwright::tests::start_api {
namespace {

constexpr std::string_view kWorkflows = R"(
language: 1
workflows:
  follow-up:
    match: { direction: outgoing }
    outgoing: { from: "+13125550100" }
    assistant: { id: assistant-1 }
    limits: { destinations: ["+1*"] }
)";

class MemoryLibrary final : public WorkflowLibrary {
 public:
  BundlePtr bundle = load_bundle({{.name = "a.yaml", .text = std::string(kWorkflows)}}, {}).bundle;
  [[nodiscard]] BundlePtr current() const override { return bundle; }
  boost::asio::awaitable<Result<std::string>> svg(BundlePtr, std::string) override {
    co_return std::string();
  }
};

struct Desk {
  MemoryInbox inbox;
  MemoryArchive archive;
  MemoryLibrary library;
  StartApi api;
  Router router;

  explicit Desk(std::string out_of_service = "")
      : api(inbox, archive, library,
            {.api_token = "abc", .has_connection = true, .out_of_service = std::move(out_of_service)}) {
    add_routes(router, api);
    archive.calls = {sample_call()};
    inbox.started = {sample_call().id, "arriving", true};
  }

  HttpReply send(std::string body = R"({"to":"+13125550199","workflow":"follow-up"})",
                 std::string token = "abc") {
    Request request{.method = "POST", .target = "/v1/calls", .path = "/v1/calls"};
    request.headers = {{"authorization", "Bearer " + token},
                       {"idempotency-key", "order-1"},
                       {"x-callwright-operator", "dana"}};
    request.body = std::move(body);
    return run(router.handle(std::move(request)));
  }
};

std::string code_of(const HttpReply& reply) {
  return JsonDocument::of(Json::trusted(reply.body)).root()["code"].str();
}

TEST(StartApi, TheCallIsAnsweredAsItIsShown) {
  Desk desk;
  const auto reply = desk.send();
  EXPECT_EQ(reply.status, 202);
  EXPECT_EQ(JsonDocument::of(Json::trusted(reply.body)).root()["id"].str(), sample_call().id.text());
  ASSERT_EQ(reply.headers.size(), 1U);
  EXPECT_EQ(reply.headers[0].second, "/v1/calls/" + sample_call().id.text());
  ASSERT_EQ(desk.inbox.starts.size(), 1U);
  const auto& start = desk.inbox.starts[0];
  EXPECT_EQ(start.from, "+13125550100");
  EXPECT_EQ(start.order.key, "order-1");
  EXPECT_EQ(start.by, "dana");
  EXPECT_EQ(start.bundle, desk.library.bundle);
}

TEST(StartApi, ARepeatedRequestIs200) {
  Desk desk;
  desk.inbox.started.is_new = false;
  EXPECT_EQ(desk.send().status, 200);
}

TEST(StartApi, ACallThatCannotBeReadJustNowIsMadeAllTheSame) {
  Desk desk;
  desk.archive.fail_with = Error(Errc::Unavailable, "store.unavailable", "No.");
  const auto reply = desk.send();
  EXPECT_EQ(reply.status, 202);
  EXPECT_EQ(reply.body, R"({"id":")" + sample_call().id.text() + R"(","state":"arriving"})");
}

TEST(StartApi, WhatTheInboxRefusesIsSaid) {
  struct Case {
    Error error;
    int status;
  };
  for (const auto& one : {Case{{Errc::Conflict, "call.address_busy", "Busy."}, 409},
                          Case{{Errc::Conflict, "call.idempotency_key", "Other."}, 422},
                          Case{{Errc::Unavailable, "inbox.unavailable", "Again."}, 503}}) {
    Desk desk;
    desk.inbox.fail_with = one.error;
    const auto reply = desk.send();
    EXPECT_EQ(reply.status, one.status);
    EXPECT_EQ(code_of(reply), one.error.code);
  }
}

TEST(StartApi, NothingReachesTheInboxThatMayNot) {
  Desk desk;
  EXPECT_EQ(desk.send("{}", "wrong").status, 401);
  EXPECT_EQ(desk.send("{}").status, 400);
  EXPECT_EQ(desk.send(R"({"to":"+442071838750","workflow":"follow-up"})").status, 403);
  EXPECT_EQ(desk.send(std::string(65'537, ' ')).status, 413);
  EXPECT_EQ(Desk("No workflows.").send().status, 503);
  desk.library.bundle = nullptr;
  EXPECT_EQ(code_of(desk.send()), "call.out_of_service");
  EXPECT_TRUE(desk.inbox.starts.empty());
}

}  // namespace
}  // namespace callwright::tests::start_api
