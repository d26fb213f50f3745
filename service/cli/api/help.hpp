#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::cli::api {

/// `callwright api OPERATION --help`: path parameters, fields with types, limits and values, an example.
std::string help_text(const Operation& operation);

/// A command line with everything that the operation needs; the catalogue finds nothing wrong with it.
std::string example_of(const Operation& operation);
/// The same as words behind `callwright api`.
std::vector<std::string> example_words(const Operation& operation);

/// All operations by groups, with method, path and what they do; `part` keeps those that hold it somewhere.
std::string list_text(std::string_view part);
/// `[{name, group, method, path, path_params, summary}]`.
Json list_json(std::string_view part);

}  // namespace callwright::cli::api
