#pragma once

#include "workflows/catalogue/catalogue.hpp"

#include <string>
#include <utility>
#include <vector>

namespace callwright::simulator::assistants {

/// Every way in which the query string does not fit what the operation documents; empty when it fits. Names
/// that are not documented are ignored.
std::vector<BodyProblem> check_query(const Operation& operation,
                                     const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace callwright::simulator::assistants
