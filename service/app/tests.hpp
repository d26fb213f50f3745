#pragma once

#include "service/cli/services.hpp"

namespace callwright {

/// Runs one test of a bundle with the real runtime in virtual time, as `callwright test` asks for it. May be
/// called from several threads at once.
cli::TestResult run_test(const cli::TestRequest& request);

}  // namespace callwright
