#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"

#include <string>

namespace callwright::language {

/// Refuses a `url` of `lookup` in which somebody outside could choose who is asked: scheme, host, path and
/// the names of the query are literal, only values of the query may be templates.
void check_lookup_url(const Reader& reader, const Place& at, const std::string& url);

/// What of this the form alone shows.
Json lookup_url_shape();

}  // namespace callwright::language
