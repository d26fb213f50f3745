#include "tests/e2e/service.hpp"
#include "tests/support/bundles.hpp"

#include <fstream>
#include <regex>

#include <gtest/gtest.h>

namespace callwright::tests::fail_closed {
namespace {

class FailClosed : public ::testing::Test {
 protected:
  static Service service(std::string_view workflow) {
    return Service({.workflow = std::string(workflow),
                    .api_base = "http://127.0.0.1:9/v2",
                    .public_key = Signer().public_key(),
                    .more = {{"CALLWRIGHT_LOG", "text"}}});
  }
  static void expect_refusal(Service& service, const std::string& sentence) {
    EXPECT_EQ(service.run_to_end(), 2) << service.process().output();
    EXPECT_NE(service.process().errors().find(sentence), std::string::npos) << service.process().errors();
  }
};

TEST_F(FailClosed, WithoutThePublicKeyNoWorkflowIsServed) {
  auto refused = service(kTwoPeople);
  refused.environment().erase("TELNYX_PUBLIC_KEY");
  expect_refusal(refused, "TELNYX_PUBLIC_KEY is required\n");
}

TEST_F(FailClosed, WithoutTheApiKeyNoWorkflowIsServed) {
  auto refused = service(kTwoPeople);
  refused.environment().erase("TELNYX_API_KEY");
  expect_refusal(refused, "TELNYX_API_KEY is required\n");
}

TEST_F(FailClosed, EverythingThatIsMissingIsToldAtOnce) {
  auto refused = service(kTwoPeople);
  refused.environment().erase("TELNYX_PUBLIC_KEY");
  refused.environment()["TELNYX_API_KEY"] = "";
  expect_refusal(refused, "TELNYX_PUBLIC_KEY is required\n");
  EXPECT_NE(refused.process().errors().find("TELNYX_API_KEY is required\n"), std::string::npos);
}

TEST_F(FailClosed, ABrokenWorkflowIsRefusedWithItsPlace) {
  auto refused = service("language: 1\npeople:\n  dana: { nme: Dana, phone: \"+13125550111\" }\n");
  EXPECT_EQ(refused.run_to_end(), 2);
  EXPECT_TRUE(std::regex_search(refused.process().errors(), std::regex(R"(main\.yaml:3:\d+: )")))
      << refused.process().errors();
}

TEST_F(FailClosed, WithoutWorkflowsItIsAGatewayThatTakesNoCalls) {
  const Signer signer;
  auto gateway = service("");
  gateway.environment()["TELNYX_ASSISTANT_ID"] = "assistant-1";
  gateway.environment()["CALLWRIGHT_LOG"] = "json";
  gateway.environment().erase("TELNYX_PUBLIC_KEY");
  gateway.start();
  EXPECT_EQ(exchange(gateway.port(), "GET", "/health").status, 200);
  const auto webhook = gateway.post_signed(signer, "/webhooks/telnyx", "{}");
  EXPECT_EQ(webhook.status, 503) << webhook.body;
  EXPECT_EQ(json_of(webhook).root()["code"].str(), "webhook.out_of_service");
  EXPECT_EQ(gateway.post_signed(signer, "/tools/escalate_to_human", "{}").status, 503);
  const auto ready = exchange(gateway.port(), "GET", "/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_NE(json_of(ready).root().at_path("reasons.0").str().find("no workflow"), std::string::npos)
      << ready.body;
}

TEST_F(FailClosed, TwoServicesNeverShareAStore) {
  auto first = service(kTwoPeople);
  first.environment()["CALLWRIGHT_LOG"] = "json";
  first.start();
  auto second = service(kTwoPeople);
  second.environment()["CALLWRIGHT_STORE"] = first.environment()["CALLWRIGHT_STORE"];
  EXPECT_EQ(second.run_to_end(), 3);
  EXPECT_NE(second.process().errors().find("calls.db"), std::string::npos) << second.process().errors();
  EXPECT_EQ(exchange(first.port(), "GET", "/ready").status, 200) << "the first is not disturbed";
  first.kill();
  second.environment()["CALLWRIGHT_LOG"] = "json";
  EXPECT_NO_THROW(second.start()) << "a killed owner leaves no lock behind";
}

}  // namespace
}  // namespace callwright::tests::fail_closed
