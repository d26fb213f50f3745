#pragma once

#include "workflows/model/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The text forms of HTTP that both the server's and the client's side need.
namespace callwright {

/// Everything but letters, digits and `-._~` as %XX (RFC 3986 section 2.3): for one path segment or one query
/// part. A call_control_id holds `:`.
std::string percent_encode(std::string_view text);

/// Empty when a `%` is not followed by two hex digits, or stands for the byte 0. `plus_is_blank` is for query
/// parts.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank = false);

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

/// `a=1&b=x+y`, decoded, in order; a part without `=` has an empty value. Empty on a bad escape.
std::optional<QueryPairs> parse_query(std::string_view query);
/// The opposite, with `%20` for a blank.
std::string write_query(const QueryPairs& query);

/// `Tue, 24 Nov 2026 16:00:00 GMT` (RFC 9110 section 5.6.7).
std::string http_date(TimePoint time);
/// Reads that form only, the one that RFC 9110 lets be sent; empty for any other text.
std::optional<TimePoint> parse_http_date(std::string_view text);

}  // namespace callwright
