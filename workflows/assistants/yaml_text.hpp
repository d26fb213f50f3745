#pragma once

#include "workflows/model/json.hpp"

#include <string>
#include <string_view>

namespace callwright::assistants {

/// A JSON object as YAML for people: long texts as block scalars, members in a fixed order (`type`, `name`,
/// `id` and the like first, then by name), whatever could be taken for a number or boolean in quotes. The
/// same value always gives the same text, and the loader reads the same value back.
std::string yaml_text(const JsonNode& object);

/// One member of such a document, `key: value` with its line end.
std::string yaml_member(std::string_view key, const JsonNode& value);

}  // namespace callwright::assistants
