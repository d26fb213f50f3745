#pragma once

#include "workflows/analysis/point.hpp"

#include <map>
#include <string>
#include <vector>

namespace callwright::analysis {

/// People of an escalation between whom its steps make no difference, in classes; others are not named.
using Equals = std::vector<std::vector<std::string>>;
Equals equal_people(const Bundle& bundle);

/// New names for equal people: those who stand alike are named in one order. The point is the same with them.
std::map<std::string, std::string> canonical_names(const Equals& equals, const Point& point);

}  // namespace callwright::analysis
