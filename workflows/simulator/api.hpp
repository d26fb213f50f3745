#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator {

/// Answers one request as Telnyx would: authentication, path, body, state of the leg, effect.
ApiResponse answer_request(World& world, const ApiRequest& request);

}  // namespace callwright::simulator
