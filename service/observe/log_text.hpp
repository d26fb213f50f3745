#pragma once

#include "service/observe/log.hpp"

#include <string>
#include <vector>

namespace callwright::observe {

/// The line as a JSON object: time, level, then the fields in order; what is not known is null.
std::string json_line(Level level, TimePoint time, const std::vector<LogField>& fields, bool full_numbers);

/// `TIME LEVEL key=value …`; values with blanks, quotes or control characters are quoted and escaped, what is
/// not known is `-`.
std::string text_line(Level level, TimePoint time, const std::vector<LogField>& fields, bool full_numbers);

/// The text with every byte that is not part of well-formed UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

}  // namespace callwright::observe
