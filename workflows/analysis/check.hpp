#pragma once

#include "workflows/analysis/begin.hpp"
#include "workflows/analysis/play.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace callwright::analysis {

struct CheckOptions {
  std::size_t states_max = 2'000'000;
  int setbacks_max = 0;  ///< refusals, busy lines and late answers in one story
  StepFunction step = &callwright::step;
  TimePoint now{Duration{1'795'600'800'000}};  ///< when the escalation is asked for
  /// Told now and then: states explored and states that still wait. False stops the exploration.
  std::function<bool(std::size_t explored, std::size_t waiting)> progress;
};

/// A story in which a promise does not hold; one of the shortest.
struct CounterExample {
  Promise promise = Promise::PathsEnd;
  std::string why;
  std::vector<std::string> timeline;
};

struct CheckResult {
  Start start;
  bool is_complete = false;  ///< everything was explored: what has no counter-example is proved
  std::vector<CounterExample> counter_examples;  ///< at most one of each promise
  std::size_t states = 0;
  std::size_t moves = 0;
  std::size_t steps = 0;  ///< of the engine
  Duration longest{0};    ///< from the request to the end of the search, when everybody takes their time
  bool is_longest_known = false;  ///< false: it may take longer
  int legs_alive_max = 0;         ///< at once, the caller's included
};

/// Explores one escalation: every order of what Telnyx and people may do next, from the request to the end.
CheckResult check(const Bundle& bundle, const Start& start, const CheckOptions& options);

}  // namespace callwright::analysis
