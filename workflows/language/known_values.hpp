#pragma once

#include "workflows/language/node.hpp"
#include "workflows/language/reader.hpp"

#include <string_view>

namespace callwright::language {

/// Warns of a value that the path never has, where its values are words that are known: states, directions,
/// the names of escalations.
void warn_of_unknown_value(const Reader& reader, std::string_view path, const Node& value);

}  // namespace callwright::language
