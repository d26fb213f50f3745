#pragma once

#include <expected>
#include <string>

namespace callwright::cli::assistants {

/// Why a command ends before its work, with its exit code.
struct Stop {
  int exit_code = 0;
  std::string sentence;
};

template <class T>
using OrStop = std::expected<T, Stop>;

}  // namespace callwright::cli::assistants
