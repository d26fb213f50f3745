#pragma once

#include "workflows/language/findings.hpp"
#include "workflows/language/node.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace callwright::language {

inline constexpr std::size_t kFileBytesMax = std::size_t{512} * 1024;

/// The text as the parser counts it: a byte order mark is not part of it.
std::string_view without_mark(std::string_view text);

/// Reports a file that is too large or no UTF-8 text.
bool is_readable(const SourceFile& file, Findings& findings);

/// The first tab that indents a line, up to `last_line` (from 0). The parser takes it for text and stumbles
/// later; the cause is what a person wants to see.
std::optional<Place> first_tab_indent(const SourceFile& file, int last_line);

}  // namespace callwright::language
