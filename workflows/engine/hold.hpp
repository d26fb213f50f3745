#pragma once

#include "workflows/engine/decision.hpp"

#include <string_view>

namespace callwright::engine {

// The audio (`caller.hold`) that a caller hears during a run while no assistant is on the call.

/// After every input: starts the audio when nothing else is heard, stops it when somebody takes over.
void conclude_hold(Decision& d);

/// Before a bridge, which must not have to compete with the audio.
void stop_hold(Decision& d);

void hold_replied(Decision& d, int run, const Reply& reply);

/// `call.playback.ended` of the caller's leg. Audio that ends although it was to be repeated without end
/// cannot be played; the run goes on with `waiting`, spoken.
void playback_ended(Decision& d, std::string_view status);

}  // namespace callwright::engine
