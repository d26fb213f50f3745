#include "handlers/access/secrets.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::secrets {
namespace {

Request with_authorization(std::string value) {
  Request request{.method = "GET", .path = "/v1/calls"};
  if (!value.empty()) request.headers = {{"authorization", std::move(value)}};
  return request;
}

TEST(SameSecret, HoldsForTheSameTextOnlyAndNeverForNone) {
  EXPECT_TRUE(same_secret("token", "token"));
  EXPECT_FALSE(same_secret("token", "tokem"));
  EXPECT_FALSE(same_secret("token", "tokens"));
  EXPECT_FALSE(same_secret("", "token"));
  EXPECT_FALSE(same_secret("token", ""));
  EXPECT_FALSE(same_secret("", "")) << "an unset secret opens nothing";
}

TEST(BearerToken, IsReadWhateverTheSpellingOfTheScheme) {
  EXPECT_EQ(bearer_token(with_authorization("Bearer abc")), "abc");
  EXPECT_EQ(bearer_token(with_authorization("bEARER   abc")), "abc");
  for (const std::string none : {"", "Bearer", "Bearer ", "Basic abc", "abc", "Bearerabc"}) {
    EXPECT_EQ(bearer_token(with_authorization(none)), "") << none;
  }
}

TEST(ApiToken, LetsItsHolderPass) {
  EXPECT_FALSE(refuse_without_token(with_authorization("Bearer abc"), "abc"));
  for (const std::string wrong : {"", "Bearer ", "Bearer abd", "Bearer abc ", "Basic abc"}) {
    const auto reply = refuse_without_token(with_authorization(wrong), "abc");
    ASSERT_TRUE(reply) << wrong;
    EXPECT_EQ(reply->status, 401);
    EXPECT_EQ(reply->headers,
              (std::vector<std::pair<std::string, std::string>>{{"www-authenticate", "Bearer"}}));
    EXPECT_FALSE(reply->body.contains("abc")) << reply->body;
  }
}

TEST(ApiToken, WithoutOneNobodyPassesAndTheSettingIsNamed) {
  for (const std::string given : {"", "Bearer ", "Bearer x"}) {
    const auto reply = refuse_without_token(with_authorization(given), "");
    ASSERT_TRUE(reply) << given;
    EXPECT_EQ(reply->status, 401);
    EXPECT_TRUE(reply->body.contains("CALLWRIGHT_API_TOKEN")) << reply->body;
  }
}

}  // namespace
}  // namespace callwright::tests::secrets
