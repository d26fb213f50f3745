#pragma once

#include "workflows/assistants/given_tools.hpp"
#include "workflows/assistants/needed_tools.hpp"
#include "workflows/assistants/wanted.hpp"
#include "workflows/language/findings.hpp"

namespace callwright::assistants {

/// Warns of what keeps a tool that rules wait for from working; of a generated one, of what it cannot say.
void advise_on_tool(const SettingsFile& file, const GivenTools& tools, const NeededTool& needed,
                    const Wanted& wanted, const Demand& demand, language::Findings& findings);

}  // namespace callwright::assistants
