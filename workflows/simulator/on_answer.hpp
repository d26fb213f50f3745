#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator {

/// Begins everything that was asked for the moment in which the leg is answered: recording, transcription,
/// stream, assistant or relay, conference, detection, audio, bridge.
void begin_what_waited(World& world, Leg& leg);

}  // namespace callwright::simulator
