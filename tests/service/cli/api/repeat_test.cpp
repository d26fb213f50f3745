#include "service/cli/api/repeat.hpp"

#include "service/cli/api/options.hpp"

#include <deque>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::api_repeat {
namespace {

using namespace callwright::cli;
using namespace callwright::cli::api;
using namespace std::chrono_literals;

constexpr auto kNever = Duration{-1};

ApiOutcome outcome(ApiResult result, int status = 0, Duration retry_after = 0ms) {
  ApiOutcome made;
  made.result = result;
  made.status = status;
  made.retry_after = retry_after;
  return made;
}

TEST(ApiRepeat, IsDecidedByWhatIsSafe) {
  const auto lost = outcome(ApiResult::NoAnswer);
  const auto broken = outcome(ApiResult::ServerError, 503);
  const auto limited = outcome(ApiResult::RateLimited, 429, 2s);
  struct Case {
    const char* why;
    ApiOutcome outcome;
    Safety safety;
    Tries tries;
    Duration wait;
  };
  const std::vector<Case> cases = {
      {"done", outcome(ApiResult::Accepted, 200), Safety::Question, {}, kNever},
      {"refused", outcome(ApiResult::Refused, 422), Safety::Question, {}, kNever},
      {"not sent", outcome(ApiResult::NotSent), Safety::Question, {}, kNever},
      {"a question", lost, Safety::Question, {}, 500ms},
      {"waits double", broken, Safety::Key, {.made = 3}, 2s},
      {"and end at 8 s", broken, Safety::Key, {.made = 19, .repeats_max = 20}, 8s},
      {"would be done twice", lost, Safety::Unsafe, {}, kNever},
      {"would be done twice", broken, Safety::Unsafe, {}, kNever},
      {"was not done", limited, Safety::Unsafe, {}, 2s},
      {"as long as Telnyx asks", outcome(ApiResult::ServerError, 503, 9s), Safety::Key, {}, 9s},
      {"too long to wait", outcome(ApiResult::RateLimited, 429, 61s), Safety::Key, {}, kNever},
      {"the last was made", lost, Safety::Key, {.made = 5}, kNever},
      {"none is wanted", limited, Safety::Key, {.repeats_max = 0}, kNever},
      {"within 50 s of the first", lost, Safety::CommandId, {.since_first = 49s}, 500ms},
      {"Telnyx forgets the id", lost, Safety::CommandId, {.since_first = 50s}, kNever},
      {"an earlier one may be done",
       limited,
       Safety::CommandId,
       {.since_first = 50s, .is_in_doubt = true},
       kNever},
      {"none was done", limited, Safety::CommandId, {.since_first = 50s}, 2s},
  };
  for (const auto& one : cases)
    EXPECT_EQ(wait_before_repeat(one.outcome, one.safety, one.tries).value_or(kNever), one.wait) << one.why;
}

TEST(ApiRepeat, SafetyIsAKeyAnIdOrAQuestion) {
  const auto safety = [](const char* name, ApiCall call) { return safety_of(*find_operation(name), call); };
  EXPECT_EQ(safety("list_tests", {}), Safety::Question);
  EXPECT_EQ(safety("create_assistant", {.idempotency_key = "k"}), Safety::Key);
  EXPECT_EQ(safety("create_assistant", {}), Safety::Unsafe);
  EXPECT_EQ(safety("update_assistant", {.idempotency_key = "k"}), Safety::Unsafe) << "it takes none";
  EXPECT_EQ(safety("hangup", {.body = Json::trusted(R"({"command_id":"c"})")}), Safety::CommandId);
  EXPECT_EQ(safety("hangup", {}), Safety::Unsafe);
}

/// Answers in order, and a clock that only waiting moves.
struct FakeTelnyx {
  std::deque<ApiOutcome> answers;
  std::vector<ApiCall> calls;
  std::vector<Duration> waits;
  Duration now{0};

  Services services() {
    Services made;
    made.telnyx = [this](const ApiCall& call) {
      calls.push_back(call);
      auto answer = answers.front();
      answers.pop_front();
      return answer;
    };
    made.wait = [this](Duration wait) {
      waits.push_back(wait);
      now += wait;
    };
    made.uptime = [this] { return now; };
    return made;
  }
};

TEST(ApiRepeat, TheIdenticalRequestGoesAgainAndItIsTold) {
  FakeTelnyx telnyx{.answers = {outcome(ApiResult::NoAnswer), outcome(ApiResult::RateLimited, 429, 3s),
                                outcome(ApiResult::Accepted, 200)}};
  const ApiCall call{.operation = "create_assistant", .idempotency_key = "k"};
  ::testing::internal::CaptureStderr();
  const auto services = telnyx.services();
  const auto answered = send_repeatedly(*find_operation("create_assistant"), call, 4, services);
  const auto told = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(answered.outcome.status, 200);
  EXPECT_EQ(telnyx.waits, (std::vector<Duration>{500ms, 3s}));
  ASSERT_EQ(telnyx.calls.size(), 3U);
  for (const auto& sent : telnyx.calls) EXPECT_EQ(sent.idempotency_key, "k");
  EXPECT_EQ(told,
            "callwright: create_assistant (no answer); again in 0.5 s, try 2 of 5\n"
            "callwright: create_assistant (HTTP 429); again in 3.0 s, try 3 of 5\n");
}

TEST(ApiRepeat, ARefusalAfterALostAnswerLeavesADoubt) {
  FakeTelnyx telnyx{.answers = {outcome(ApiResult::ServerError, 500), outcome(ApiResult::Refused, 422)}};
  ::testing::internal::CaptureStderr();
  const auto services = telnyx.services();
  const auto answered = send_repeatedly(*find_operation("hangup"),
                                        {.body = Json::trusted(R"({"command_id":"c"})")}, 4, services);
  ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(answered.outcome.status, 422);
  EXPECT_TRUE(answered.is_in_doubt);
}

}  // namespace
}  // namespace callwright::tests::api_repeat
