#pragma once

#include "workflows/simulator/queries.hpp"

#include <vector>

namespace callwright::simulator::assistants {

/// The page that `page[number]` and `page[size]` ask for: from 1, of 20. A size of 0, where it is accepted,
/// is an empty page.
std::vector<Json> page_of_list(const Query& query, const std::vector<Json>& objects);

/// `{"data": […], "meta": {page_number, page_size, total_pages, total_results}}`.
ApiResponse paged_list(const Query& query, const std::vector<Json>& objects);

}  // namespace callwright::simulator::assistants
