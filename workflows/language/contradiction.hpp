#pragma once

#include "workflows/language/condition.hpp"

namespace callwright::language {

/// False: no values at all fulfil the condition, whatever its schedules say. True may be wrong, where that is
/// hard to tell.
bool can_hold(const Condition& condition);

}  // namespace callwright::language
