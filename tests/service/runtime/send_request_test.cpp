#include "service/runtime/send_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::send_request {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::optional<ApiSend> request(std::string_view operation, int leg, std::string body) {
  Call call;
  call.id = CallId("call_1");
  call.legs = {{.number = 0, .call_control_id = CallControlId("v3:caller")}, {.number = 1}};
  Intent intent{
      .number = 7, .operation = std::string(operation), .leg = leg, .body = Json::trusted(std::move(body))};
  return runtime::make_request(call, intent, *Catalogue::get().operation(operation), {"d", "connection-1"});
}

TEST(SendRequest, PutsTheLegsIdIntoThePathAndLeavesThePeersIdInTheBody) {
  const auto made = request("bridge", 0, R"({"call_control_id":"v3:peer"})");
  ASSERT_TRUE(made);
  EXPECT_THAT(made->path_params, ElementsAre(Pair("call_control_id", "v3:caller")));
  EXPECT_EQ(JsonDocument::of(made->body).root()["call_control_id"].str(), "v3:peer");
}

TEST(SendRequest, IsNotMadeWhileTheLegsIdIsUnknown) { EXPECT_FALSE(request("speak", 1, "{}")); }

TEST(SendRequest, DialHasNoPathAndTheConfiguredConnectionUnlessTheBodyNamesOne) {
  const auto made = request("dial", 1, R"({"to":"+13125550111"})");
  ASSERT_TRUE(made);
  EXPECT_THAT(made->path_params, IsEmpty());
  EXPECT_EQ(JsonDocument::of(made->body).root()["connection_id"].str(), "connection-1");
  const auto named = request("dial", 1, R"({"connection_id":"own"})");
  EXPECT_EQ(JsonDocument::of(named->body).root()["connection_id"].str(), "own");
}

TEST(SendRequest, MovesOtherPathParametersOutOfTheBodyAndAddsNothingTheOperationDoesNotTake) {
  const auto made = request("chat_sms", 0, R"({"assistant_id":"a-1","text":"hi"})");
  ASSERT_TRUE(made);
  EXPECT_THAT(made->path_params, ElementsAre(Pair("assistant_id", "a-1")));
  EXPECT_EQ(made->body.text(), R"({"text":"hi"})");
  EXPECT_EQ(made->idempotency_key, command_id(CallId("call_1"), 7));
}

TEST(SendRequest, OfAQuestionWhatIsNotInThePathIsItsQuery) {
  const auto status = request("retrieve_call_status", 0, R"({"call_control_id":"v3:person"})");
  EXPECT_THAT(status->path_params, ElementsAre(Pair("call_control_id", "v3:person")));
  EXPECT_THAT(status->query, IsEmpty());
  EXPECT_TRUE(status->body.is_null());
  const auto list =
      request("list_conversations", kNoLeg, R"({"metadata->call_control_id":"eq.v3:a","limit":"5"})");
  EXPECT_THAT(list->query, ElementsAre(Pair("metadata->call_control_id", "eq.v3:a"), Pair("limit", "5")));
}

TEST(SendRequest, AQuestionForAConnectionIsForTheConfiguredOneUnlessTheBodyNamesOne) {
  EXPECT_THAT(request("list_active_calls", 1, "{}")->path_params,
              ElementsAre(Pair("connection_id", "connection-1")));
  EXPECT_THAT(request("list_active_calls", 1, R"({"connection_id":"own"})")->path_params,
              ElementsAre(Pair("connection_id", "own")));
}

TEST(SendRequest, AnAssistantGetsMoreTimeThanACallCommand) {
  EXPECT_EQ(request("speak", 0, "{}")->timeout, std::chrono::seconds{2});
  EXPECT_EQ(request("chat_sms", 0, "{}")->timeout, std::chrono::seconds{10});
}

TEST(SendRequest, ReplacesClientStateAndCommandIdThatABodyBrings) {
  const auto made = request("speak", 0, R"({"command_id":"x","client_state":"y"})");
  EXPECT_EQ(JsonDocument::of(made->body).root()["command_id"].str(), command_id(CallId("call_1"), 7));
  EXPECT_EQ(JsonDocument::of(made->body).root().size(), 2U);
}

}  // namespace
}  // namespace callwright::tests::send_request
