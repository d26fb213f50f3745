#pragma once

#include "workflows/simulator/assistants/state.hpp"

namespace callwright::simulator::assistants {

/// One version of an assistant as every answer shows it. The tools that it has of the library are among its
/// `tools`; `tool_ids` is only in requests.
Json assistant_json(const State& account, const Assistant& assistant, const Version& version);
/// Its main version.
Json assistant_json(const State& account, const Assistant& assistant);

}  // namespace callwright::simulator::assistants
