#pragma once

#include "workflows/analysis/picture.hpp"
#include "workflows/language/bundle.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// The escalations that a workflow can come to, in the order in which they are found.
std::vector<std::string> escalations_of(const Bundle& bundle, std::string_view workflow);

/// A workflow and every escalation that it can come to: where a call may be, what brings it elsewhere, whom
/// each step rings and for how long, and what happens when nobody comes. Empty groups for a name that is
/// none.
Picture picture_of(const Bundle& bundle, std::string_view workflow);

}  // namespace callwright
