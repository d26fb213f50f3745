#pragma once

#include "workflows/simulator/queries.hpp"

namespace callwright::simulator::assistants {

/// The assistant that the path names; null when there is none.
Assistant* assistant_of(const Query& query);
/// The shared tool that the path names; null when there is none.
Resource* tool_of(const Query& query);
/// The conversation that the path names; null when there is none.
Conversation* conversation_of(const Query& query);
/// The test that the path names; null when there is none.
Resource* test_of(const Query& query);
/// The insight that the path names; null when there is none.
Resource* insight_of(const Query& query);

}  // namespace callwright::simulator::assistants
