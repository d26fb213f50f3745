#pragma once

#include "service/simulation/expectations.hpp"
#include "service/simulation/stage.hpp"
#include "workflows/language/bundle.hpp"
#include "workflows/language/test_case.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace callwright::simulation {

struct TestOptions {
  std::uint64_t seed = 1;    ///< of ids, delays, and faults
  bool with_faults = false;  ///< whatever may go wrong in a world goes wrong, too
  bool tells_story = false;  ///< also when everything was met
};

/// An expectation of a script that was not met, or a line that could not be done.
struct TestFailure {
  int line = 0;  ///< in the file
  Duration at{0};
  Unmet unmet;
};

/// One call of a test, for whoever tells of it.
struct TestedCall {
  CallId id;
  std::string from;
  std::string to;
  std::vector<std::string> records;  ///< JSON, in order
};

struct TestOutcome {
  std::vector<TestFailure> failures;
  std::vector<Broken> broken;  ///< guarantees that did not hold
  TimePoint began{};
  Duration lasted{0};  ///< until the last call was closed
  std::size_t calls = 0;
  std::vector<TestedCall> told;  ///< when something failed, or when it was asked for
  std::string story;             ///< the same with every request, answer and webhook
  [[nodiscard]] bool passed() const { return failures.empty() && broken.empty(); }
};

/// Lives the test from beginning to end in virtual time. The same arguments give the same outcome.
TestOutcome run_test(const BundlePtr& bundle, const TestCase& test, const TestOptions& options);

}  // namespace callwright::simulation
