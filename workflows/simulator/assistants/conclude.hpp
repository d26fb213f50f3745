#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator::assistants {

/// Ends a conversation that no leg of ours takes part in: of a test run, of a scheduled call. Its insights
/// follow.
void conclude(World& world, Conversation& conversation);

/// Sends the insights to the webhook of their group, where it has one: without an envelope, and with the
/// names that events do not carry.
void tell_group(World& world, const Conversation& conversation);

}  // namespace callwright::simulator::assistants
