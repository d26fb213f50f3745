#pragma once

#include "workflows/simulator/world.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace callwright::simulator {

/// Makes an empty queue.
CallQueue& add_queue(World& world, const std::string& name, std::size_t max_size);

/// Puts a leg into a queue that has room; `max_wait` 0: no limit. `call.enqueued` tells of it.
void enter_queue(World& world, Leg& leg, CallQueue& queue, bool stays_after_hangup, Duration max_wait);

/// The leg leaves its queue; `call.dequeued` tells of it. Nothing when it is in none.
void exit_queue(World& world, Leg& leg, std::string_view reason);

/// The leg has ended: it leaves its queue unless it was to be kept.
void end_in_queue(World& world, Leg& leg);

/// Place of the leg in the queue, from 1; 0 when it is not in it.
std::size_t position_in(const CallQueue& queue, const Leg& leg);
std::int64_t average_wait_secs(const World& world, const CallQueue& queue);

}  // namespace callwright::simulator
