#pragma once

#include "workflows/assistants/folder.hpp"
#include "workflows/language/reader.hpp"

namespace callwright::assistants {

/// Refuses a shared tool or a target of a handoff that is neither the name of a file nor an id.
void check_references(const Folder& folder, const language::Reader& reader);

}  // namespace callwright::assistants
