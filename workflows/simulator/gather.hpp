#pragma once

#include "workflows/simulator/world.hpp"

#include <string_view>

namespace callwright::simulator {

/// Collects digits, after the prompt when there is one. A gather under way ends as `cancelled`.
void start_gather(World& world, Leg& leg, Gather gather);

/// The prompt has been heard: now the time for digits runs, and a person who presses keys does so.
void prompt_over(World& world, Leg& leg);

/// A key of the phone. It interrupts a prompt.
void press_key(World& world, Leg& leg, char digit);

/// `call.gather.ended` with this status; nothing when no digits are collected.
void end_gather(World& world, Leg& leg, std::string_view status);

}  // namespace callwright::simulator
