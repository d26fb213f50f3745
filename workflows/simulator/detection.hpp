#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator {

/// Answering-machine detection of an answered outgoing leg, as `answering_machine_detection` of its Dial
/// asked for: the verdict after the person's `verdict_after`, for a machine then the end of its greeting.
void begin_detection(World& world, Leg& leg);

}  // namespace callwright::simulator
