#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"

#include <set>
#include <string>

namespace callwright::language {

/// What only shows when a bundle is looked at as a whole: people who are our own numbers, people outside a
/// workflow's destinations, escalations without a caller id, workflows that hide each other.
void check_bundle(const Reader& reader, const Sections& sections, const Bundle& bundle);

/// The escalations that a workflow can come to.
std::set<std::string> escalations_of(const Bundle& bundle, const Workflow& workflow);

/// The address that a `transfer` or `refer` goes to; empty for anything else.
std::string target_of(const Action& action);

}  // namespace callwright::language
