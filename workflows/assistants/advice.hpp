#pragma once

#include "workflows/assistants/folder.hpp"
#include "workflows/assistants/wanted.hpp"
#include "workflows/language/findings.hpp"

namespace callwright::assistants {

/// Warns of settings with which an assistant breaks what its workflows do: each with the place in the file, a
/// stable code and what to do. `settings` are the account's with those of the file over them.
void advise(const SettingsFile& file, const Folder& folder, const Settings& settings, const Wanted& wanted,
            const Demand& demand, language::Findings& findings);

}  // namespace callwright::assistants
