#include "handlers/gateway/upstream.hpp"

#include "workflows/model/json.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace callwright::tests::upstream {
namespace {

struct Case {
  ApiResult result;
  int upstream;
  std::string upstream_code;
  int status;
  std::string code;
  MessageState state;
};

TEST(UpstreamFailure, EveryOutcomeSaysWhatToDo) {
  using enum ApiResult;
  using enum MessageState;
  const std::vector<Case> cases = {
      {Refused, 401, "", 502, "telnyx.unauthorized", Failed},
      {Refused, 403, "", 502, "telnyx.forbidden", Failed},
      {Refused, 404, "", 404, "telnyx.not_found", Failed},
      {Refused, 400, "", 400, "telnyx.bad_request", Failed},
      {Refused, 422, "", 400, "telnyx.bad_request", Failed},
      {Refused, 402, "", 502, "telnyx.refused", Failed},
      {Refused, 0, "telnyx.path_parameter", 400, "telnyx.path_parameter", Failed},
      {RateLimited, 429, "", 429, "telnyx.rate_limited", Failed},
      {NotSent, 0, "not_sent", 503, "telnyx.unreachable", Failed},
      {ServerError, 500, "", 502, "telnyx.server_error", Unknown},
      {NoAnswer, 0, "timeout", 504, "telnyx.timeout", Unknown},
      {NoAnswer, 0, "connection", 502, "telnyx.connection", Unknown},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.code + " " + std::to_string(test.upstream));
    const auto failure =
        upstream_failure({.result = test.result, .status = test.upstream, .code = test.upstream_code});
    EXPECT_EQ(failure.reply.status, test.status);
    EXPECT_EQ(failure.code, test.code);
    EXPECT_EQ(failure.state, test.state);
    const auto document = JsonDocument::parse(failure.reply.body);
    EXPECT_EQ(document->root()["code"].str(), test.code);
    EXPECT_GT(document->root()["detail"].str().size(), 20U);
  }
}

TEST(UpstreamFailure, AWaitIsPassedOnInWholeSeconds) {
  const auto wait_of = [](ApiResult result, Duration wait) {
    const auto failure = upstream_failure({.result = result, .status = 503, .retry_after = wait});
    return failure.reply.headers.empty() ? std::string() : failure.reply.headers.front().second;
  };
  EXPECT_EQ(wait_of(ApiResult::RateLimited, std::chrono::milliseconds{1500}), "2");
  EXPECT_EQ(wait_of(ApiResult::RateLimited, Duration(0)), "1");
  EXPECT_EQ(wait_of(ApiResult::ServerError, std::chrono::seconds{7}), "7");
  EXPECT_EQ(wait_of(ApiResult::ServerError, Duration(0)), "");
}

TEST(UpstreamFailure, WhatTelnyxSaysAboutOurKeyIsNotPassedOn) {
  for (const int status : {401, 403}) {
    const auto failure =
        upstream_failure({.result = ApiResult::Refused, .status = status, .detail = "KEY0123 is wrong"});
    EXPECT_EQ(failure.reply.body.find("KEY0123"), std::string::npos);
  }
}

TEST(WithConversation, AddsAMemberToTheDocument) {
  const auto reply = with_conversation(problem(502, "a.b", "Text."), "c\"1");
  EXPECT_EQ(JsonDocument::parse(reply.body)->root()["conversation_id"].str(), "c\"1");
  EXPECT_EQ(with_conversation(problem(502, "a.b", "Text."), "").body, problem(502, "a.b", "Text.").body);
}

}  // namespace
}  // namespace callwright::tests::upstream
