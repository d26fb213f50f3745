#pragma once

#include "workflows/engine/decision.hpp"

#include <string>
#include <string_view>

namespace callwright::engine {

/// Begins a run of an escalation; a second request while one is live starts none. With `by_tool` the tool's
/// answer tells the caller what happens, so nothing is said beside it.
void start_run(Decision& d, const std::string& escalation, const std::string& reason, Json with,
               bool by_tool);

/// The outcome of a dial command.
void dial_replied(Decision& d, int leg, const Reply& reply);

/// The leg rings: its time to answer runs.
void leg_rings(Decision& d, int leg);
void ring_timeout_due(Decision& d, int leg);

/// No new attempts from here on.
void run_deadline_due(Decision& d, int run);

/// The caller has not been told anything for `silence_limit`.
void silence_due(Decision& d, int run);
/// The caller hears only now: told at once what the run waits for.
void tell_at_once(Decision& d, int run);

/// After every input: rings whoever is next, goes to the next step, or ends the run when nobody is left.
void conclude_run(Decision& d);

/// What the caller may be told of a run that rings: `started`, or `waiting` while everybody is on another
/// call.
const Template& ringing_text(const Decision& d, int run);

/// Ends every attempt of the run but the winner's. Whoever is on the phone hears `lost`.
void end_other_attempts(Decision& d, int run);

/// Ends the run by an operator or a rule.
void cancel_run(Decision& d, std::string_view by);

/// The caller has hung up: nobody new is rung, and who is on the phone hears `caller_gone`.
void run_without_caller(Decision& d);

}  // namespace callwright::engine
