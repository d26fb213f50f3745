#pragma once

#include "workflows/simulator/commands.hpp"

#include <string>
#include <string_view>

namespace callwright::simulator {

/// A command of a conference that is running.
struct ConferenceCommand {
  World& world;
  Conference& conference;
  const JsonNode& body;
};

/// The effect of `conference_join` and the like; null: there is no such command.
using ConferenceEffect = CommandResult (*)(const ConferenceCommand&);
ConferenceEffect conference_effect(std::string_view name);

/// A leg that can be in a conference.
std::expected<Leg*, ApiError> leg_for_conference(World& world, const std::string& id);

}  // namespace callwright::simulator
