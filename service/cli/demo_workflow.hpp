#pragma once

#include <string_view>

namespace callwright::cli {

/// The YAML of workflows/examples/two-people, so that the demonstration needs no file beside the binary.
std::string_view demo_workflow();

}  // namespace callwright::cli
