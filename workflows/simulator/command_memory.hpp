#pragma once

#include "workflows/simulator/world.hpp"

#include <optional>
#include <string>

namespace callwright::simulator {

/// `{"data": …}` with status 200.
ApiResponse wrapped(const Json& data);

/// The answer to a command whose command_id was used within 60 s; empty: it is the first.
std::optional<ApiResponse> duplicate_of(const World& world, const CommandMemory& memory,
                                        const std::string& command_id);

/// Keeps what was answered; nothing for an empty command_id.
void remember(const World& world, CommandMemory& memory, const std::string& command_id, const Json& data);

}  // namespace callwright::simulator
