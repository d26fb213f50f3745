#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator {

/// `call.cost` of a leg that has ended, when the application asks for it.
void report_cost(World& world, const Leg& leg);

}  // namespace callwright::simulator
