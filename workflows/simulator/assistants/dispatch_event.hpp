#pragma once

#include "workflows/simulator/world.hpp"

#include <string>

namespace callwright::simulator::assistants {

/// Lets a scheduled event happen at its time. An SMS is sent. A call rings the person, who does what is set
/// for that number; its statuses are kept here only, because such a call reports nothing to the webhook URL
/// of a connection. One that reached nobody is repeated as often as the event asks for.
void schedule_event(World& world, const std::string& event_id);

}  // namespace callwright::simulator::assistants
