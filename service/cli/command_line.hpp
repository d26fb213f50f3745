#pragma once

#include "service/cli/services.hpp"

namespace callwright::cli {

/// Reads the command line and runs the command that it names; returns the exit code of the process.
int run(int argc, const char* const* argv, const Services& services);

}  // namespace callwright::cli
