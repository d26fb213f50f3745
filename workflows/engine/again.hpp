#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

/// The outcome of `intent` stayed unknown for the whole window in which Telnyx would have recognised a
/// repetition. What does no harm when it happens twice (answer, start of the assistant, every stop) is sent
/// again as a new intent, as long as it is still wanted; hangups are repeated by their own timer. Returns the
/// new intent's number, 0 when it is not sent again.
int send_again(Decision& d, const Intent& intent);

}  // namespace callwright::engine
