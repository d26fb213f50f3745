#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace callwright::language {

/// Offset of the first byte that is not readable text: broken UTF-8 (RFC 3629) or a control character other
/// than tab and line ends, those of Unicode's second set too: a terminal would obey them.
std::optional<std::size_t> first_unreadable(std::string_view text);

/// The text with `?` for every byte that is not readable, tabs kept and line ends not: safe for a terminal,
/// and as long as before.
std::string readable(std::string_view text);

}  // namespace callwright::language
