#include "service/cli/api/refusal.hpp"

#include "service/cli/api/options.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::api_refusal {
namespace {

using namespace callwright::cli::api;
using namespace std::chrono_literals;

ApiOutcome answer(int status, ApiResult result = ApiResult::Refused) {
  ApiOutcome made;
  made.result = result;
  made.status = status;
  made.errors = {
      {.code = "10015", .title = "Invalid value", .detail = "model is not known", .field = "/model"},
      {.code = "missing", .title = {}, .detail = "body.name: Field required", .field = "body.name"}};
  return made;
}

std::string text_of(const char* operation, ApiOutcome outcome, ApiCall call = {}, bool in_doubt = false) {
  return report_text(report_of(*find_operation(operation), call, {std::move(outcome), in_doubt}));
}
int code_of(const char* operation, ApiOutcome outcome) {
  return report_of(*find_operation(operation), {}, {std::move(outcome), false}).exit_code;
}

TEST(ApiRefusal, AllErrorsAndWhatToDoNextAreSaid) {
  EXPECT_EQ(text_of("create_assistant", answer(422)),
            "callwright: Telnyx refused create_assistant: HTTP 422\n"
            "  10015 Invalid value: model is not known, at /model\n"
            "  missing body.name: Field required\n"
            "Correct what is named above; `callwright api create_assistant --help` says what is accepted.\n");
}

TEST(ApiRefusal, EachStatusHasItsNextStepAndExitCode) {
  struct Case {
    int status;
    ApiResult result;
    const char* operation;
    const char* next;
    int code;
  };
  const std::vector<Case> cases = {
      {400, ApiResult::Refused, "chat", "`callwright api chat --help`", 1},
      {401, ApiResult::Refused, "get_assistant", "Set TELNYX_API_KEY", 1},
      {402, ApiResult::Refused, "dial", "balance", 1},
      {403, ApiResult::Refused, "get_assistant", "permission", 1},
      {404, ApiResult::Refused, "get_assistant", "`callwright api list_assistants` shows what there is", 1},
      {404, ApiResult::Refused, "get_version", "`callwright api list_versions`", 1},
      {404, ApiResult::Refused, "hangup", "a call_control_id ends with its call", 1},
      {404, ApiResult::Refused, "list_assistants", "TELNYX_API_BASE", 1},
      {409, ApiResult::Refused, "create_assistant", "contradicts", 1},
      {422, ApiResult::Refused, "speak", "90018", 1},
      {429, ApiResult::RateLimited, "get_assistant", "Wait 2 s", 1},
      {500, ApiResult::ServerError, "get_assistant", "Try again later", 3},
      {503, ApiResult::ServerError, "update_assistant", "look before you send it again", 3},
  };
  for (const auto& [status, result, operation, next, code] : cases) {
    auto outcome = answer(status, result);
    outcome.retry_after = 1500ms;
    const auto text = text_of(operation, outcome);
    EXPECT_NE(text.find(next), std::string::npos) << text;
    EXPECT_NE(text.find(std::to_string(status)), std::string::npos) << text;
    EXPECT_NE(text.find("10015"), std::string::npos) << text;
    EXPECT_EQ(code_of(operation, outcome), code) << text;
  }
}

TEST(ApiRefusal, WhatGotNoAnswerIsThree) {
  ApiOutcome lost;
  lost.result = ApiResult::NoAnswer;
  lost.detail = "No response within 60 s.";
  EXPECT_EQ(
      text_of("create_assistant", lost, {.operation = "create_assistant", .idempotency_key = "key-1"}),
      "callwright: create_assistant got no answer\n"
      "  No response within 60 s.\n"
      "Whether it was done is not known. The same command with --idempotency-key key-1 is done once only.\n");
  EXPECT_EQ(code_of("create_assistant", lost), 3);
  ApiOutcome unsent;
  unsent.result = ApiResult::NotSent;
  unsent.detail = "Connection refused";
  EXPECT_NE(text_of("list_tests", unsent).find("Nothing was done."), std::string::npos);
  EXPECT_EQ(code_of("list_tests", unsent), 3);
  ApiOutcome no_key;
  no_key.result = ApiResult::Refused;
  no_key.code = "telnyx.account";
  no_key.detail = "TELNYX_API_KEY is required";
  EXPECT_EQ(code_of("list_tests", no_key), 2) << "the configuration is wrong; nothing was sent";
}

TEST(ApiRefusal, ADoubtIsSaid) {
  EXPECT_NE(text_of("hangup", answer(422), {}, true).find("may have been done"), std::string::npos);
}

TEST(ApiRefusal, ATerminalObeysNothingThatTelnyxSays) {
  auto outcome = answer(422);
  outcome.errors.front().detail = "\x1b[2J\rgone";
  EXPECT_EQ(text_of("chat", outcome).find_first_of("\x1b\r"), std::string::npos);
}

TEST(ApiRefusal, IsJsonForPrograms) {
  auto outcome = answer(429, ApiResult::RateLimited);
  outcome.code = "10011";
  outcome.detail = "Too many";
  outcome.retry_after = 2s;
  const auto& operation = *find_operation("list_tests");
  const Answered answered{outcome, false};
  const auto document =
      JsonDocument::of(report_json(operation, answered, report_of(operation, {}, answered)));
  const auto error = document.root()["error"];
  EXPECT_EQ(error["operation"].str(), "list_tests");
  EXPECT_EQ(error["status"].integer(), 429);
  EXPECT_EQ(error["code"].str(), "10011");
  EXPECT_EQ(error["errors"].size(), 2U);
  EXPECT_EQ(error.at_path("errors.1.field").str(), "body.name");
  EXPECT_EQ(error["retry_after_ms"].integer(), 2000);
  EXPECT_FALSE(error["next"].str().empty());
}

}  // namespace
}  // namespace callwright::tests::api_refusal
