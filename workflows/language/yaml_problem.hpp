#pragma once

#include <string>
#include <string_view>

namespace callwright::language {

inline constexpr std::string_view kUnclosedQuote = "the quote that begins this text is never closed";
inline constexpr std::string_view kTabIndent = "a tab cannot indent; use blanks";

/// What the YAML parser says as a sentence that says what to do.
std::string yaml_problem(std::string_view text);

}  // namespace callwright::language
