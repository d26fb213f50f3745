#pragma once

#include "workflows/model/json.hpp"

namespace callwright::language {

/// The language as JSON Schema 2020-12, made from the tables that the loader reads with: keys, types,
/// accepted words and what the reference says of each. It sees the form of one file; names, other files and
/// what belongs together are for the loader.
Json workflow_schema();

}  // namespace callwright::language
