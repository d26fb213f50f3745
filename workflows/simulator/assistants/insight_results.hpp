#pragma once

#include "workflows/simulator/world.hpp"

#include <string>
#include <vector>

namespace callwright::simulator::assistants {

/// What comes of a conversation that has ended: a result of each insight of its assistant's group. An
/// assistant that was not created here has the account's insights. Empty: there is no group, or its assistant
/// keeps no data.
std::vector<InsightResult> insight_results(const World& world, const Conversation& conversation);

/// The group whose insights these are.
std::string insight_group_of(const World& world, const Conversation& conversation);

/// An insight that was asked for with a JSON schema gives an object that fits it; every other one gives text.
Json made_up_result(const Fields& insight);

}  // namespace callwright::simulator::assistants
