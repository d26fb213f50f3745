#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"

namespace callwright::language {

/// What only shows when a bundle is looked at as a whole: people who are our own numbers, people outside a
/// workflow's destinations, escalations without a caller id, workflows that hide each other.
void check_bundle(const Reader& reader, const Sections& sections, const Bundle& bundle);

}  // namespace callwright::language
