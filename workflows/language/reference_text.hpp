#pragma once

#include <string_view>

namespace callwright::language {

/// The reference of the language, workflows/README.md, as it was when this was built.
std::string_view reference_text();

}  // namespace callwright::language
