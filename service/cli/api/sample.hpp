#pragma once

#include "service/cli/api/values.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/json.hpp"

namespace callwright::cli::api {

/// A value that the field accepts, for examples: its first accepted value, its least number, its name in
/// capitals. Of an object what it requires.
Json sample_of(const Field& field);

}  // namespace callwright::cli::api
