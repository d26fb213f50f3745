#include "service/app/config.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::config_start {
namespace {

Config config_with(const std::vector<std::string>& what) {
  Config config;
  for (const auto& item : what) {
    if (item == "api key") config.telnyx_api_key = Secret("KEY");
    if (item == "public key") config.telnyx_public_keys.emplace_back();
    if (item == "assistant") config.telnyx_assistant_id = "assistant-1";
    if (item == "skip") config.insecure_skip_verification = true;
    if (item == "public url") config.public_url = "https://calls.example.com";
    if (item == "all addresses") config.listen = "0.0.0.0";
    if (item == "localhost") config.listen = "localhost";
    if (item == "::1") config.listen = "::1";
  }
  return config;
}

TEST(StartProblems, FailClosed) {
  using Problems = std::vector<std::string>;
  const std::string api_key = "TELNYX_API_KEY is required";
  const std::string public_key = "TELNYX_PUBLIC_KEY is required";
  const std::string assistant = "TELNYX_ASSISTANT_ID is required";
  const std::string skip =
      "--insecure-skip-verification works only while CALLWRIGHT_LISTEN is a loopback address and "
      "CALLWRIGHT_PUBLIC_URL is not set";
  struct Case {
    std::vector<std::string> given;
    bool has_workflows;
    Problems problems;
  };
  const std::vector<Case> cases = {
      {{}, true, {api_key, public_key}},
      {{"api key"}, true, {public_key}},
      {{"public key"}, true, {api_key}},
      {{"api key", "public key"}, true, {}},
      {{"api key", "public key", "all addresses", "public url"}, true, {}},
      {{"api key", "skip"}, true, {}},
      {{"api key", "skip", "localhost"}, true, {}},
      {{"api key", "skip", "::1"}, true, {}},
      {{"api key", "skip", "all addresses"}, true, {skip}},
      {{"api key", "skip", "public url"}, true, {skip}},
      {{"api key", "public key", "skip", "public url"}, true, {skip}},
      {{"skip"}, true, {api_key}},
      {{}, false, {api_key, assistant}},
      {{"api key"}, false, {assistant}},
      {{"assistant"}, false, {api_key}},
      {{"api key", "assistant"}, false, {}},
      {{"api key", "assistant", "skip", "all addresses"}, false, {skip}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(start_problems(config_with(test.given), test.has_workflows), test.problems)
        << ::testing::PrintToString(test.given) << (test.has_workflows ? " with" : " without")
        << " workflows";
  }
}

}  // namespace
}  // namespace callwright::tests::config_start
