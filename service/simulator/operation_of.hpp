#pragma once

#include <string>
#include <string_view>

namespace callwright::simulator {

/// The operation of the catalogue that a request asks for; empty when it asks for none. `path` is decoded and
/// without the `/v2` prefix.
std::string operation_of(std::string_view method, std::string_view path);

}  // namespace callwright::simulator
