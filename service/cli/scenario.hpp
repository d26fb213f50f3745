#pragma once

#include "service/cli/services.hpp"

#include <cstdint>
#include <string>

namespace callwright::cli {

/// `callwright simulate FILE` as it was asked for.
struct ScenarioRequest {
  std::string file;       ///< workflows with tests, or tests beside the workflows of `workflows`
  std::string workflows;  ///< directory of the bundle; empty: the file is all of it
  std::string test;       ///< text in the name of those to be shown; empty: all of the file
  std::uint64_t seed = 1;
  bool with_faults = false;
  bool trace = false;
};

/// Lives the tests of a file and prints each as a timeline. Returns the exit code.
int live_scenario(const ScenarioRequest& request, const Services& services);

}  // namespace callwright::cli
