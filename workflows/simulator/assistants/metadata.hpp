#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator::assistants {

/// Adds the members of `given` to the metadata of a conversation, where every value is text.
void merge_metadata(Conversation& conversation, const JsonNode& given);

}  // namespace callwright::simulator::assistants
