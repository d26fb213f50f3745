#pragma once

#include <string_view>

namespace callwright::cli {

/// The version of this binary, as CMake's `project` names it: `0.1.0`.
std::string_view version();

}  // namespace callwright::cli
