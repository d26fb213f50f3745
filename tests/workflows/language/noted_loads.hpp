#pragma once

#include "workflows/language/load.hpp"

#include <string>

namespace callwright::tests {

/// Adds what was loaded and what was said about it to the file that CALLWRIGHT_NOTED_LOADS names, a JSON
/// object a line: the tests of the schema hold that it judges the same texts as the loader does.
void note_load(const std::string& text, const Loaded& loaded);

}  // namespace callwright::tests
