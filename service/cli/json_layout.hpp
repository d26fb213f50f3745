#pragma once

#include <string>
#include <string_view>

namespace callwright::cli {

/// JSON without blanks as a person reads it, without a line end behind the last line.
std::string laid_out(std::string_view json);

/// The same JSON for any terminal: DEL and the C1 control characters, which JSON lets stand, are escaped.
std::string without_controls(std::string_view json);

}  // namespace callwright::cli
