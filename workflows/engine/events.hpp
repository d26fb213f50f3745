#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

/// A webhook, in whatever order it comes: raises the state of its leg, and begins the rules that are on it.
void event_arrived(Decision& d, const Event& event);

}  // namespace callwright::engine
