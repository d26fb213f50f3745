#pragma once

#include "workflows/engine/decision.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace callwright::engine {

/// The assistant asks for something: the rules on `tool.<name>` begin, and the request is answered within
/// this step. The same request within 15 s gets the earlier answer.
void tool_requested(Decision& d, const input::ToolRequested& tool);

/// A rule's `reply`; the first one counts.
void answer_tool(Decision& d, std::uint64_t request, std::string_view status, std::string_view say);

/// An operator's command.
void operator_commanded(Decision& d, const input::OperatorCommand& command);

}  // namespace callwright::engine
