#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <string>

namespace callwright::cli::api {

/// JSON or YAML of a file as JSON. `name` is for messages; one that ends in `.json` must hold JSON. In YAML a
/// plain `true`, `3` or `1.5` is no text; text in quotes is. InvalidInput `body.invalid`: every mistake.
Result<Json> read_body_text(const std::string& name, const std::string& text);

}  // namespace callwright::cli::api
