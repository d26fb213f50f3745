#pragma once

#include <string>
#include <string_view>

namespace callwright::catalogue {

/// True when the text contains a match of `pattern` (RE2), which must be one of telnyx.json. Each pattern is
/// compiled once, on the first question, and shared by all threads.
bool matches(const std::string& pattern, std::string_view text);

}  // namespace callwright::catalogue
