#pragma once

#include "workflows/simulator/world.hpp"

#include <string>
#include <string_view>

namespace callwright::simulator {

/// Reports what was said on a track (`inbound`: by the person, `outbound`: to the person) when it is
/// transcribed.
void transcribe(World& world, const Leg& leg, std::string_view track, const std::string& text);

/// The person says something: transcription, assistant, values that are collected, the conference's floor.
void hear_person(World& world, Leg& leg, const std::string& text);

}  // namespace callwright::simulator
