#pragma once

#include "workflows/simulator/world.hpp"

#include <string_view>

namespace callwright::simulator {

/// 60 ms for each character, at least half a second.
Duration speaking_time(std::string_view text);

/// Speaks or plays on the leg when everything before it is over.
void say(World& world, Leg& leg, Utterance utterance);

/// Cuts what is heard now; with `all` also what waits. Overlays are a line of their own.
void cut(World& world, Leg& leg, bool all, bool overlay = false);

/// Cuts everything with this status: the leg ended, or machine detection took over.
void silence(World& world, Leg& leg, std::string_view status);

/// The gather is over: its prompt is neither spoken further nor later.
void drop_prompts(World& world, Leg& leg);

}  // namespace callwright::simulator
