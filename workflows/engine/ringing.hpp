#pragma once

#include "workflows/engine/decision.hpp"

#include <string>

namespace callwright::engine {

// Who is rung, and when: the people of one step of an escalation, in its order, `tries` times.

[[nodiscard]] bool is_open(const Attempt& attempt, int run);
[[nodiscard]] int open_attempts(const Call& call, int run);

/// The run goes to the step: its people wait to be rung, and those whose turn it is are.
void begin_step(Decision& d, int run, int index);

/// Rings whoever may be rung now.
void ring_waiting(Decision& d, int run);

/// After `ring_waiting`: true while the step has somebody on the phone, somebody to wait for or a walk to
/// come. Begins the next walk when it is time.
bool step_goes_on(Decision& d, int run);

/// Telnyx had no channel free for this attempt: fewer phones ring at once from here on, and the person waits
/// again in their step.
void wait_for_capacity(Decision& d, const Attempt& attempt);

/// The next person of a staggered step, or the next walk over the list.
void step_gap_due(Decision& d, int run);

/// A person is on another call: rung when they are free, as long as their step lasts.
void address_busy(Decision& d, const std::string& address);

const RingStep& step_of(const Escalation& escalation, int index);

}  // namespace callwright::engine
