#pragma once

#include "workflows/simulator/world.hpp"

#include <string>
#include <string_view>

namespace callwright::simulator {

/// Sends the leg's audio to a WebSocket; `streaming.started` or `streaming.failed` tells what came of it.
void begin_stream(World& world, Leg& leg, std::string url, std::string track);

/// Ends the stream with that id, or all when it is empty.
void end_streams(World& world, Leg& leg, std::string_view id = {});

}  // namespace callwright::simulator
