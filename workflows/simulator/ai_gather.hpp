#pragma once

#include "workflows/simulator/world.hpp"

#include <string>

namespace callwright::simulator {

/// Collects the values that `parameters`, a JSON Schema object, describes. The first answer gives the first
/// value, and so on; it ends when all required ones are there, or with the first when none is required.
AiGather ai_gather_of(const JsonNode& parameters);

/// Waits for the person's next answer; none in time ends the gather as invalid.
void await_answer(World& world, Leg& leg);

/// What the person said is the next value.
void take_answer(World& world, Leg& leg, Conversation& conversation, const std::string& text);

/// `call.ai_gather.ended`, then the conversation ends; nothing when no values are collected.
void end_ai_gather(World& world, Leg& leg, bool is_valid);

}  // namespace callwright::simulator
