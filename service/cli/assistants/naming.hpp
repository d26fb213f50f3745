#pragma once

#include "service/cli/assistants/workspace.hpp"

#include <string>
#include <string_view>

namespace callwright::cli::assistants {

/// `Support Line (EU)` → `support-line-eu`; `otherwise` where nothing is left.
std::string file_name_of(std::string_view name, const std::string& otherwise);

/// Gives each assistant and shared tool of the account that the lock does not know a file name there: that of
/// a file without an id which has the same `name`, else one made of its name. `only`: this assistant and its
/// tools; empty: all of them.
void name_files(Workspace& workspace, const std::string& only);

}  // namespace callwright::cli::assistants
