#pragma once

#include "workflows/language/bundle.hpp"

#include <vector>

namespace callwright::analysis {

/// Moments from `from` on, one for each way in which the schedules of the escalation's steps can be open and
/// closed together within 15 days. `from` alone when no step asks for a schedule.
std::vector<TimePoint> hours_to_try(const Bundle& bundle, const Escalation& escalation, TimePoint from);

}  // namespace callwright::analysis
