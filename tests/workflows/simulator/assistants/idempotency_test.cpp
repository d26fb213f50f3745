#include "tests/workflows/simulator/assistants/account.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_idempotency {
namespace {

using namespace callwright::tests::assistants;

constexpr auto kBody = R"({"name":"Ann","instructions":"x"})";

TEST(IdempotencyKey, GivesTheFirstAnswerAgainAndNothingMoreHappens) {
  Account account;
  const auto first = account.post_once("/ai/assistants", kBody, "key-1");
  account.bench.wait(1h);
  const auto again =
      account.post_once("/ai/assistants", R"({ "name": "Ann", "instructions": "x" })", "key-1");
  EXPECT_EQ(again.body.text(), first.body.text());
  EXPECT_EQ(size_at(account.get("/ai/assistants"), "data"), 1U);
  EXPECT_EQ(account.bench.telnyx.effects().size(), 1U);
  EXPECT_NE(at(account.post_once("/ai/assistants", kBody, "key-2"), "id"), at(first, "id"));
}

TEST(IdempotencyKey, WithAnotherBodyIsRefused) {
  Account account;
  account.post_once("/ai/assistants", kBody, "key");
  const auto other = account.post_once("/ai/assistants", R"({"name":"Bob","instructions":"x"})", "key");
  EXPECT_EQ(outcome(other), "422 header.Idempotency-Key");
  EXPECT_EQ(size_at(account.get("/ai/assistants"), "data"), 1U);
}

TEST(IdempotencyKey, IsRefusedWhileTheFirstRequestIsAtWork) {
  callwright::simulator::Telnyx::Settings settings;
  settings.keyed_request_takes = 2s;
  Account account(settings);
  const auto first = account.post_once("/ai/assistants", kBody, "key");
  account.bench.wait(1999ms);
  EXPECT_EQ(outcome(account.post_once("/ai/assistants", kBody, "key")), "409");
  account.bench.wait(1ms);
  EXPECT_EQ(account.post_once("/ai/assistants", kBody, "key").body.text(), first.body.text());
}

TEST(IdempotencyKey, IsForgottenAfterADay) {
  Account account;
  const auto first = at(account.post_once("/ai/assistants", kBody, "key"), "id");
  account.bench.wait(24h);
  EXPECT_EQ(at(account.post_once("/ai/assistants", kBody, "key"), "id"), first);
  account.bench.wait(1ms);
  EXPECT_NE(at(account.post_once("/ai/assistants", kBody, "key"), "id"), first);
}

TEST(IdempotencyKey, OfARefusedRequestIsFree) {
  Account account;
  const std::string path = "/ai/assistants/tests/test-suites/night/runs";
  EXPECT_EQ(outcome(account.post_once(path, "{}", "key")), "404 10005");
  account.post("/ai/assistants/tests",
               R"({"name":"t","destination":"d","instructions":"i","test_suite":"night",)"
               R"("rubric":[{"name":"r","criteria":"c"}]})");
  EXPECT_EQ(outcome(account.post_once(path, "{}", "key")), "201");
  EXPECT_EQ(outcome(account.post_once("/ai/assistants", R"({"name":"x"})", "key")), "422 body.instructions");
  EXPECT_EQ(outcome(account.post_once("/ai/assistants", kBody, "key")), "200");
}

TEST(IdempotencyKey, HasAForm) {
  Account account;
  for (const auto& key : {std::string(), std::string("a b"), std::string("ä"), std::string(256, 'x')}) {
    EXPECT_EQ(outcome(account.post_once("/ai/assistants", kBody, key)), "400 10015") << key;
  }
  EXPECT_EQ(outcome(account.post_once("/ai/assistants", kBody, std::string(255, 'x'))), "200");
}

TEST(IdempotencyKey, CountsOnlyWhereItIsDocumented) {
  Account account;
  const auto path = "/ai/assistants/" + account.assistant();
  account.post_once(path, R"({"greeting":"a"})", "not a key");
  account.post_once(path, R"({"greeting":"b"})", "not a key");
  EXPECT_EQ(at(account.get(path), "greeting"), "b");
  int operations = 0;
  for (const auto& operation : Catalogue::get().operations()) {
    operations += operation.path.starts_with("/ai/") && operation.takes_idempotency_key ? 1 : 0;
  }
  EXPECT_EQ(operations, 15);
}

}  // namespace
}  // namespace callwright::tests::assistants_idempotency
