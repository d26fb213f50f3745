#pragma once

#include "workflows/simulator/queries.hpp"

namespace callwright::simulator::assistants {

/// What answers the operations below `/ai/`; empty for every other name. It checks the query string,
/// remembers answers by their Idempotency-Key and notes what took effect.
QueryAnswer assistants_query(std::string_view name);

}  // namespace callwright::simulator::assistants
