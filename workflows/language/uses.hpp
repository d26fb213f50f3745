#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"

#include <vector>

namespace callwright::language {

/// Warns of what waits for something that nothing in the bundle gives: values of `vars` and `run.with`, rules
/// on timers.
void check_uses(const Reader& reader, const Sections& sections, const Bundle& bundle,
                const std::vector<Use>& uses);

}  // namespace callwright::language
