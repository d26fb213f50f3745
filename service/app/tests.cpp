#include "service/app/tests.hpp"

#include "service/simulation/test_run.hpp"

#include <utility>

namespace callwright {

cli::TestResult run_test(const cli::TestRequest& request) {
  auto outcome = simulation::run_test(
      request.bundle, *request.test,
      {.seed = request.seed, .with_faults = request.with_faults, .tells_story = request.tells_story});
  cli::TestResult result{.failures = {},
                         .broken = {},
                         .began = outcome.began,
                         .lasted = outcome.lasted,
                         .calls = outcome.calls,
                         .told = {},
                         .story = std::move(outcome.story)};
  for (auto& [line, at, unmet] : outcome.failures) {
    result.failures.push_back(
        {line, at, std::move(unmet.what), std::move(unmet.expected), std::move(unmet.found)});
  }
  for (const auto& broken : outcome.broken)
    result.broken.push_back(format_time(broken.at) + " " + broken.what + " " + broken.call.text());
  for (auto& told : outcome.told)
    result.told.push_back(
        {told.id.text(), std::move(told.from), std::move(told.to), std::move(told.records)});
  return result;
}

}  // namespace callwright
