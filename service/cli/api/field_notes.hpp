#pragma once

#include "workflows/catalogue/catalogue.hpp"

#include <string>

namespace callwright::cli::api {

/// What help says of a field behind its flag: `required; one of a, b; 1 to 50; default 3`.
std::string notes_of(const Field& field);

/// `words` broken into lines of at most `width` columns, each behind `indent` blanks but the first.
std::string wrapped(const std::string& words, std::size_t indent, std::size_t width);

}  // namespace callwright::cli::api
