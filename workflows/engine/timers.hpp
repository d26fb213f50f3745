#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

/// A timer is due. One that was disarmed in the meantime does nothing.
void timer_due(Decision& d, int timer);

}  // namespace callwright::engine
