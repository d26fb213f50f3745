#pragma once

#include "workflows/simulator/queries.hpp"

namespace callwright::simulator::assistants {

/// GET /ai/conversations: PostgREST's filters on every column and on every key of the metadata, `or`, `order`
/// and `limit`. A condition that cannot be read is refused with 400; parameters with other names are ignored.
ApiResponse list_conversations(const Query& query);

}  // namespace callwright::simulator::assistants
