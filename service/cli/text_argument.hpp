#pragma once

#include "service/cli/services.hpp"
#include "workflows/model/result.hpp"

#include <string>
#include <string_view>

namespace callwright::cli {

/// The text of an option: `@-` stands for standard input, so that what is personal is in no list of
/// processes. A line end at its end does not count. Errors of Services::read_input.
Result<std::string> read_text_argument(const std::string& argument, const Services& services);

/// As `printable`, but line ends stay.
std::string printable_lines(std::string_view text);

}  // namespace callwright::cli
