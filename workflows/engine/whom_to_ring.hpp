#pragma once

#include "workflows/engine/decision.hpp"

#include <string>
#include <vector>

namespace callwright::engine {

/// Why the step is passed over at this hour: its schedule's name is in the sentence. Empty: it is open.
std::string why_closed(const Decision& d, const RingStep& step);

/// The people that the step rings, as rotations, stand-ins and idle times are now. What was looked up becomes
/// a record, so that the log says why this person and not another.
std::vector<std::string> whom_to_ring(Decision& d, const RingStep& step);

}  // namespace callwright::engine
