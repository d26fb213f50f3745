#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator::assistants {

/// The version that serves a conversation: of the first rule of the canary deploy whose clauses all hold,
/// else main. A clause looks at the conversation's metadata; a rollout draws by the conversation's id.
const Version& version_for(const Assistant& assistant, const Conversation& conversation);

}  // namespace callwright::simulator::assistants
