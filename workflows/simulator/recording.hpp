#pragma once

#include "workflows/simulator/world.hpp"

#include <string>

namespace callwright::simulator {

void begin_recording(World& world, Leg& leg, const std::string& channels);

/// Ends a recording under way; `call.recording.saved` follows half a second later.
void end_recording(World& world, Leg& leg);

}  // namespace callwright::simulator
