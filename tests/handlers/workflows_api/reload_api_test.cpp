#include "handlers/workflows_api/reload_api.hpp"

#include "tests/handlers/support/run.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::reload_api {
namespace {

class PlannedReload final : public WorkflowReload {
 public:
  std::expected<Reloaded, ReloadRefused> result;
  std::vector<std::string> asked_by;

  boost::asio::awaitable<std::expected<Reloaded, ReloadRefused>> reload(std::string by) override {
    asked_by.push_back(std::move(by));
    co_return result;
  }
};

struct Office {
  PlannedReload reload;
  ReloadApi api{reload, "abc"};
  Router router;
  Office() { add_routes(router, api); }

  HttpReply send(const std::string& token = "abc") {
    Request request{.method = "POST", .target = "/v1/workflows/reload", .path = "/v1/workflows/reload"};
    request.headers = {{"authorization", "Bearer " + token}, {"x-callwright-operator", "dana"}};
    return run(router.handle(std::move(request)));
  }
};

const Finding kFinding{.is_error = true,
                       .file = "a.yaml",
                       .line = 3,
                       .column = 5,
                       .code = "unknown_key",
                       .message = "`fone` is no key of a person; did you mean `phone`?",
                       .accepted = {"phone"},
                       .suggestion = "phone"};

TEST(ReloadApi, NeedsTheToken) {
  Office office;
  EXPECT_EQ(office.send("wrong").status, 401);
  EXPECT_TRUE(office.reload.asked_by.empty());
}

TEST(ReloadApi, SaysWhichBundleCountsNow) {
  Office office;
  office.reload.result = Reloaded{.bundle = "b2", .previous = "b1", .warnings = {}};
  EXPECT_EQ(office.send().body, R"({"status":"reloaded","bundle":"b2","previous":"b1","findings":[]})");
  EXPECT_EQ(office.reload.asked_by.at(0), "dana");
  office.reload.result = Reloaded{.bundle = "b1", .previous = "b1", .warnings = {}};
  EXPECT_EQ(office.send().body, R"({"status":"unchanged","bundle":"b1","previous":"b1","findings":[]})");
}

TEST(ReloadApi, ABadBundleIsAProblemThatHoldsEveryFinding) {
  Office office;
  office.reload.result = std::unexpected(ReloadRefused{
      .code = "workflows.invalid", .detail = "The workflows cannot be run.", .findings = {kFinding}});
  const auto reply = office.send();
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  const auto document = JsonDocument::parse(reply.body);
  ASSERT_TRUE(document) << reply.body;
  EXPECT_EQ(document->root()["code"].str(), "workflows.invalid");
  const auto finding = document->root()["findings"].elements().at(0);
  EXPECT_EQ(finding["file"].str(), "a.yaml");
  EXPECT_EQ(finding["line"].integer(), 3);
  EXPECT_EQ(finding["suggestion"].str(), "phone");
}

TEST(ReloadApi, WhatCouldNotBeStoredMayBeTriedAgain) {
  Office office;
  office.reload.result = std::unexpected(
      ReloadRefused{.may_work_later = true, .code = "store.full", .detail = "Full.", .findings = {}});
  EXPECT_EQ(office.send().status, 503);
}

}  // namespace
}  // namespace callwright::tests::reload_api
