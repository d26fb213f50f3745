#pragma once

#include "workflows/language/table.hpp"

namespace callwright::language {

/// `accept`: a map, or `none`.
Key<Escalation> accept_key();

/// Two choices on one key cannot be told apart. `escalation` is the map that says them.
void check_keys(const Reader& reader, const Node& escalation, const Accept& accept);

}  // namespace callwright::language
