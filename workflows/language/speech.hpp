#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"

#include <string>

namespace callwright::language {

/// The languages of `speak`.
Json spoken_language();

/// `language` of a workflow or person goes into every `speak`, which Telnyx refuses in a language it does not
/// list.
void check_spoken_language(const Reader& reader, const Place& at, const std::string& language);

}  // namespace callwright::language
