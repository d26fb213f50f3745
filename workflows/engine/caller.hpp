#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

/// The first incoming `call.initiated` of a call: matches a workflow and begins its `start` list, or rejects.
void arrive(Decision& d, const Event& event);

/// The caller's leg is dead: nobody new is rung, people on the phone are told and released.
void caller_gone(Decision& d);

/// After every input: brings a call that is coming to its end one state further, and sees to it that a caller
/// who has neither an assistant nor anything under way is not left in silence.
void conclude_caller(Decision& d);

/// The insights did not come in time.
void settle_wait_due(Decision& d);

/// `limits.duration` counts from now on.
void limit_duration(Decision& d);
/// `limits.duration` is nearly, or entirely, used up.
void duration_warning_due(Decision& d);
void duration_end_due(Decision& d);

}  // namespace callwright::engine
