#pragma once

#include "workflows/simulator/webhooks.hpp"
#include "workflows/simulator/world.hpp"

#include <string_view>

namespace callwright::simulator {

/// A webhook of the conference about that leg, as far as its type names one.
void emit_of(World& world, const Conference& conference, const Leg& leg, std::string_view event_type,
             Members more = {});

}  // namespace callwright::simulator
