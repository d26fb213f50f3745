#pragma once

#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"
#include "workflows/language/test_case.hpp"

#include <vector>

namespace callwright::language {

/// The section `tests` of all files, in file and document order.
std::vector<TestCase> read_tests(const Reader& reader, const Sections& sections);

/// Names of the tools that some rule waits for.
std::vector<std::string> tools_of(const Sections& sections);
/// The names of workflows that call out.
std::vector<std::string> outgoing_workflows_of(const Sections& sections);

}  // namespace callwright::language
