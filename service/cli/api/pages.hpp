#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/json.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace callwright::cli::api {

using Query = std::vector<std::pair<std::string, std::string>>;

/// A list that never ends is an error of somebody's; so many pages are the end of our patience.
inline constexpr int kPagesMax = 10'000;

/// The query of the first page of all: as many on each as Telnyx gives, where nobody chose a number.
Query first_page(const Operation& operation, Query query);

/// The list in an answer: the answer itself, its `data`, or the only list in it. Missing: there is none.
JsonNode list_in(const JsonNode& answer);

/// The query of the page behind `answer`, which `query` asked for; empty: there is none. Cursors
/// (`meta.cursors.after`) before page numbers (`meta.total_pages`); where a list comes without `meta`, a page
/// that is full is followed by another.
std::optional<Query> next_page(const Operation& operation, const Query& query, const JsonNode& answer);

/// The answer tells of more pages than can be asked for, because the operation takes no page number.
bool has_unreachable_pages(const Operation& operation, const JsonNode& answer);

}  // namespace callwright::cli::api
