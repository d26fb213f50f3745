#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"

#include <vector>

namespace callwright::language {

std::vector<Rule> read_rules(const Reader& reader, const Node& list);
Json rule_list_shape();
Json write_rules(const std::vector<Rule>& rules);

}  // namespace callwright::language
