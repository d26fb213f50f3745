#pragma once

#include "workflows/language/table.hpp"

namespace callwright::language {

/// `accept`: a map, or `none`.
Key<Escalation> accept_key();

/// Two choices on one key cannot be told apart.
void check_keys(const Reader& reader, const Place& at, const Accept& accept);

}  // namespace callwright::language
