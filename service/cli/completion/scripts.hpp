#pragma once

#include <string_view>

namespace callwright::cli {

/// The completion script of `bash`, `zsh` or `fish`; empty for any other shell. It asks
/// `callwright __complete WORDS…`, so it stays right when the program is replaced.
std::string_view completion_script(std::string_view shell);

}  // namespace callwright::cli
