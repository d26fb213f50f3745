#pragma once

#include "workflows/engine/decision.hpp"

#include <string_view>

namespace callwright::engine {

// A call that we make: whoever is called is leg 0, `the caller` for everything that comes after the answer.

/// `POST /v1/calls`: claims the number and dials it, in one step. Of a call that there is already, see below.
void start_requested(Decision& d, const input::StartRequested& start);

/// The answer to whoever asks for a call under the key of this one: 200 with this call for the same request,
/// 422 for another. It changes nothing.
Answer answer_to_repetition(const Call& call, const input::StartRequested& start);

/// It is not known before whether the dial leaves at all.
void called_ring_timeout_due(Decision& d);
/// The number came to nothing, or a machine has it: what the call's outcome will be. The first counts.
void called_out(Decision& d, AttemptOutcome outcome);
/// Telnyx does not dial, and says why.
void dial_of_caller_refused(Decision& d, const Reply& reply);
/// The leg has ended; `before` is what it was.
void called_left(Decision& d, LegState before, bool by_us, std::string_view hangup_cause);

/// Somebody or something has answered. `start` runs at a human verdict, at the latest after 3.5 s.
void called_answered(Decision& d);
void called_verdict_came(Decision& d, Verdict verdict);
void called_verdict_wait_due(Decision& d);

/// A machine's greeting has ended, or its end was waited for long enough: it hears the message.
void called_greeting_ended(Decision& d);
void greeting_wait_due(Decision& d);

/// We called, and nobody has answered yet: there is nobody who could hear anything or wait for a person.
bool is_unanswered(const Call& call);

}  // namespace callwright::engine
