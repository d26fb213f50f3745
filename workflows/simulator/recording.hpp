#pragma once

#include "workflows/simulator/world.hpp"

#include <string>
#include <string_view>

namespace callwright::simulator {

/// A recording begins on an answered leg.
void begin_recording(World& world, Leg& leg, Recording recording);

/// Ends the recording with that id, or all when it is empty; `call.recording.saved` follows half a second
/// later.
void end_recordings(World& world, Leg& leg, std::string_view id = {});

/// `{"mp3", "wav"}` with one address and one null, as `call.recording.saved` has it.
Json recording_urls(std::string_view name, std::string_view format);

}  // namespace callwright::simulator
