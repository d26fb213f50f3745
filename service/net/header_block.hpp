#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace callwright::net {

/// Where the header block ends: behind the first empty line at or after `from`, or npos. An empty line that
/// ends in a bare line feed is found too, so that it is refused at once instead of waited for.
std::size_t header_block_end(std::string_view bytes, std::size_t from);

/// ASCII letters in lower case, the rest as it is.
std::string lower_case(std::string_view text);

/// True for a header line that cannot break out of its line: the name is a token, the value has no control
/// characters but tab.
bool is_header_line(std::string_view name, std::string_view value);

}  // namespace callwright::net
