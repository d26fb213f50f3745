#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"

namespace callwright::language {

/// Reads a rule's `if`; paths are checked for `reader.place`.
Condition read_condition(const Reader& reader, const Node& map);
Json write_condition(const Condition& condition);

Json conditions_shape();

}  // namespace callwright::language
