#pragma once

#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"

namespace callwright::language {

/// Text messages that the workflow can come to: their receivers must be among its `destinations`, and they
/// are sent through its assistant.
void check_texts(const Reader& reader, const Sections& sections, const Bundle& bundle,
                 const Workflow& workflow);

}  // namespace callwright::language
