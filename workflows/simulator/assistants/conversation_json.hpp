#pragma once

#include "workflows/simulator/world.hpp"

#include <optional>

namespace callwright::simulator::assistants {

/// A conversation as every answer shows it.
Json conversation_json(const Conversation& conversation);

/// What a filter or an order means by that name: `id`, `name`, `created_at`, `last_message_at` or
/// `metadata->…`. Empty when the conversation has no such value.
std::optional<std::string> column_of(const Conversation& conversation, std::string_view name);
bool is_column(std::string_view name);

}  // namespace callwright::simulator::assistants
