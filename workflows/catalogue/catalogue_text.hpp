#pragma once

#include <string_view>

namespace callwright::catalogue {

/// The bytes of telnyx.json, put into the binary when it is built.
std::string_view text();

}  // namespace callwright::catalogue
