#pragma once

#include "workflows/language/table.hpp"

#include <vector>

namespace callwright::language {

/// `outgoing` of a workflow: how whoever is to be called is dialled, and what becomes of a machine.
Key<Workflow> outgoing_key();

/// Refuses it where calls only come in, and says what follows from its keys.
void complete_outgoing(const Reader& reader, const Member& entry, Workflow& workflow);

void add_outgoing_keys(std::vector<KeyGroup>& groups);

}  // namespace callwright::language
