#pragma once

#include "workflows/simulator/assistants/state.hpp"

namespace callwright::simulator::assistants {

/// An insight as every answer shows it.
Json insight_json(const Resource& insight);

}  // namespace callwright::simulator::assistants
