#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace callwright::language {

/// Offset of the first byte that is not readable text: broken UTF-8 (RFC 3629) or a control character other
/// than tab and line ends.
std::optional<std::size_t> first_unreadable(std::string_view text);

}  // namespace callwright::language
