#pragma once

#include "workflows/language/grammar.hpp"
#include "workflows/language/reader.hpp"
#include "workflows/language/table.hpp"

#include <string_view>
#include <vector>

namespace callwright::language {

// The keys of a workflow that say what an assistant is given when Telnyx asks for it at the start of a
// conversation (`assistant.initialization`).

Key<Workflow> variables_key();
Key<Workflow> lookup_key();
Key<Workflow> memory_key();
Key<Workflow> metadata_key();
void add_variables_keys(std::vector<KeyGroup>& groups);

/// A text of `variables`, `lookup`, `memory` or `metadata` uses a path that begins with `root`.
bool gives_values_of(const Workflow& workflow, std::string_view root);

/// Warns of what has no effect: values of a lookup that is not made, a lookup that nothing uses, variables
/// that the start of the assistant gives as well.
void warn_of_variables(const Reader& reader, const Member& entry, const Workflow& workflow);

}  // namespace callwright::language
