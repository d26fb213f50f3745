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

/// True when a rotation is among those whom the step rings.
bool has_rotation(const Decision& d, const RingStep& step);

/// Somebody who waits to be rung because of a rotation, and is not on call any more, is replaced by who is.
void follow_rotations(Decision& d, int run_number, const RingStep& step);

}  // namespace callwright::engine
