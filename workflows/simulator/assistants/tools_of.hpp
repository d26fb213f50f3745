#pragma once

#include "workflows/simulator/assistants/state.hpp"

#include <string>

namespace callwright::simulator::assistants {

/// The tools that an assistant with these settings has: its own with `shared: false`, then those of the
/// library that `tool_ids` names with `shared: true`.
Json tools_of(const State& account, const Fields& settings);

/// The type of tool that it would have twice although one is allowed; empty: none. Only functions, webhooks
/// and client-side tools may be several.
std::string doubled_tool(const State& account, const Fields& settings);

}  // namespace callwright::simulator::assistants
