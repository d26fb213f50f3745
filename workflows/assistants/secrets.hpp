#pragma once

#include "workflows/model/json.hpp"

#include <string>
#include <vector>

namespace callwright::assistants {

/// The headers in it, at any depth, whose value is a key for everybody to read: their names say so, and the
/// value is no reference such as `{{#integration_secret}}name{{/integration_secret}}`.
std::vector<std::string> secrets_in_clear(const JsonNode& value);

/// The same value for terminals and logs of a build: `(hidden)` in place of those.
Json without_secrets(const Json& value);

}  // namespace callwright::assistants
