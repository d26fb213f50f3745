#pragma once

#include "service/cli/services.hpp"

#include <string>
#include <vector>

namespace callwright::cli::api {

/// `callwright api OPERATION WORDS…`: prints and returns the exit code.
int run_operation(const std::string& name, const std::vector<std::string>& words, const Services& services);

}  // namespace callwright::cli::api
