#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

/// The outcome of an intent, handed to whoever sent it. A reply to an intent that was taken back is only
/// noted.
void replied(Decision& d, int intent, const Reply& reply);

}  // namespace callwright::engine
