#pragma once

#include "workflows/simulator/world.hpp"

#include <string_view>

namespace callwright::simulator::assistants {

/// Stores a message `{role, content, …}` in the history of a conversation, unless its assistant keeps no
/// data.
void add_message(const World& world, Conversation& conversation, const JsonNode& message);
void add_message(const World& world, Conversation& conversation, std::string_view role,
                 std::string_view text);

}  // namespace callwright::simulator::assistants
