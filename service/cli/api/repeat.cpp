#include "service/cli/api/repeat.hpp"

#include "service/cli/terminal.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include <fmt/core.h>

namespace callwright::cli::api {
namespace {

constexpr Duration kFirstWait{500};
constexpr Duration kBackoffMax = std::chrono::seconds{8};

Duration backoff(int requests_sent) {
  return std::min(kBackoffMax, kFirstWait * (1 << std::min(requests_sent - 1, 10)));
}

bool leaves_doubt(ApiResult result) {
  return result == ApiResult::ServerError || result == ApiResult::NoAnswer;
}

std::string what_happened(const ApiOutcome& outcome) {
  if (outcome.result == ApiResult::NoAnswer) return "no answer";
  return "HTTP " + std::to_string(outcome.status);
}

}  // namespace

Safety safety_of(const Operation& operation, const ApiCall& call) {
  if (operation.is_question()) return Safety::Question;
  if (operation.takes_idempotency_key && !call.idempotency_key.empty()) return Safety::Key;
  if (operation.takes_command_id && JsonDocument::of(call.body).root()["command_id"].exists())
    return Safety::CommandId;
  return Safety::Unsafe;
}

std::optional<Duration> wait_before_repeat(const ApiOutcome& outcome, Safety safety, const Tries& tries) {
  const bool is_limited = outcome.result == ApiResult::RateLimited;
  const bool is_doubtful = leaves_doubt(outcome.result);
  if ((!is_limited && !is_doubtful) || tries.made > tries.repeats_max) return std::nullopt;
  if (is_doubtful && safety == Safety::Unsafe) return std::nullopt;
  const auto wait = std::max(outcome.retry_after, backoff(tries.made));
  if (wait > kWaitMax) return std::nullopt;
  const bool may_be_done = is_doubtful || tries.is_in_doubt;
  if (safety == Safety::CommandId && may_be_done && tries.since_first + wait > kCommandIdWindow)
    return std::nullopt;
  return wait;
}

Answered send_repeatedly(const Operation& operation, const ApiCall& call, int repeats_max,
                         const Services& services) {
  const auto safety = safety_of(operation, call);
  const auto began = services.uptime();
  Tries tries{.repeats_max = repeats_max};
  for (;;) {
    auto outcome = services.telnyx(call);
    tries.since_first = services.uptime() - began;
    const auto wait = wait_before_repeat(outcome, safety, tries);
    if (!wait) return {std::move(outcome), tries.is_in_doubt};
    fmt::print(stderr, "callwright: {} ({}); again in {:.1f} s, try {} of {}\n", printable(call.operation),
               what_happened(outcome), std::chrono::duration<double>(*wait).count(), tries.made + 1,
               repeats_max + 1);
    tries.is_in_doubt = tries.is_in_doubt || leaves_doubt(outcome.result);
    ++tries.made;
    services.wait(*wait);
  }
}

}  // namespace callwright::cli::api
