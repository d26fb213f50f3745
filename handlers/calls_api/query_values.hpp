#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What the queries of all lists have in common.
namespace callwright {

/// InvalidInput `query.<name>`.
std::unexpected<Error> query_error(std::string_view name, std::string_view accepted);

/// Every key is among `known` and given once, every value of a sensible length: `query.unknown` with the
/// nearest right name, `query.repeated`, `query.<name>`.
std::optional<Error> query_problem(const Request& request, std::span<const std::string_view> known);

/// `limit`, from 1 to `max`.
Result<std::size_t> parse_query_limit(const Request& request, std::size_t otherwise, std::size_t max);
/// A time such as 2026-11-24T10:00:00Z.
Result<std::optional<TimePoint>> parse_query_moment(const Request& request, std::string_view name);
/// A plus sign that was not written as %2B arrives as a space.
std::string with_plus(std::string_view text);

}  // namespace callwright
