#pragma once

#include "service/cli/services.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/language/bundle.hpp"

#include <map>
#include <string>
#include <vector>

namespace callwright::cli {

/// A test that was run, with all that is told of it.
struct TestedCase {
  const TestCase* test = nullptr;
  TestResult result;
};

/// The tests of one bundle.
struct TestedBundle {
  std::string folder;
  Loaded loaded;
  std::vector<TestedCase> cases;
};

/// What calls of the test went through, each with its times counted from the beginning of the test.
std::string timelines(const TestResult& result, const Bundle& bundle, const Terminal& terminal);

/// What was expected, what was there, and guarantees that did not hold; empty when it passed.
std::string failures(const TestedCase& tested, const Terminal& terminal);

/// `42.1s`, `3m05s`, `1h02m`.
std::string virtual_time(Duration duration);

/// The failures as one plain text, for programs.
std::string failure_text(const TestedCase& tested);

/// A JUnit XML document of all of them. What XML cannot hold becomes `?`.
std::string junit(const std::vector<TestedBundle>& bundles);

/// A JSON object: `tests`, `passed`, `failed`, `calls` and `results`.
std::string test_json(const std::vector<TestedBundle>& bundles);

}  // namespace callwright::cli
