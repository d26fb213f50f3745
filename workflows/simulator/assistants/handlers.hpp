#pragma once

#include "workflows/simulator/queries.hpp"

#include <map>
#include <string_view>

namespace callwright::simulator::assistants {

/// Operation name -> what answers it. A handler meets only bodies and queries that fit the catalogue.
using Handlers = std::map<std::string_view, QueryAnswer>;

// One table per resource.
Handlers assistant_handlers();
Handlers assistant_text_handlers();
Handlers assistant_tool_handlers();
Handlers canary_handlers();
Handlers chat_handlers();
Handlers conversation_handlers();
Handlers insight_aggregate_handlers();
Handlers insight_group_handlers();
Handlers insight_handlers();
Handlers mcp_server_handlers();
Handlers message_handlers();
Handlers scheduled_event_handlers();
Handlers tag_handlers();
Handlers test_handlers();
Handlers test_run_handlers();
Handlers tool_handlers();
Handlers version_handlers();

}  // namespace callwright::simulator::assistants
