#pragma once

#include "workflows/simulator/assistants/state.hpp"

namespace callwright::simulator::assistants {

/// One version of an assistant as every answer shows it.
Json assistant_json(const Assistant& assistant, const Version& version);
/// Its main version.
Json assistant_json(const Assistant& assistant);

}  // namespace callwright::simulator::assistants
