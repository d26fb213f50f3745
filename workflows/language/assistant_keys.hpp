#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"

namespace callwright::language {

Json assistant_shape();

/// Reads `assistant` over what the workflow already has: the fields of Telnyx's assistant object, the start
/// options beside them, and our `if_fails`.
void read_assistant(const Reader& reader, const Node& node, Workflow& into);
Json write_assistant(const Workflow& workflow);

/// Checks the merged assistant against ai_assistant_start; `written` is where a problem is shown.
void check_assistant(const Reader& reader, const Node& written, const Workflow& workflow);

}  // namespace callwright::language
