#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

// Webhooks that did not come. What Telnyx sent of a leg is asked for in three questions, each only when the
// one before told nothing new: the leg's events, the deliveries that failed, and whether the leg lives.
// Every event that is found is stepped as if it had come, under its own id, so that a copy that comes after
// all is a duplicate.

/// Asks whether the leg lives, unless that is under way.
void ask_for_leg(Decision& d, int leg);
/// Asks what happened to the leg, unless that is under way.
void ask_for_events(Decision& d, int leg);
/// The deadline of an awaited webhook has come. True: what became of it is asked for first, and the timer is
/// armed anew; false: that was done.
bool asks_first(Decision& d, TimerKind deadline, int leg);

void events_asked(Decision& d, int leg, const Reply& reply);
void deliveries_asked(Decision& d, int leg, const Reply& reply);

// What the looks at a connection's active calls tell, without having been asked for this call.

/// A leg that lives as far as we know is not among them.
void leg_not_listed(Decision& d, int leg);
/// The leg had ended as far as was known, and lives: nobody wants it.
void hang_up_stray(Decision& d, int leg, std::string_view shown_by);
/// A leg of ours is among them: adopted when it has no name yet; hung up when it had ended long ago.
void leg_listed(Decision& d, int leg, const Json& ids);
/// Nothing was heard of the call for long.
void call_quiet(Decision& d);

}  // namespace callwright::engine
