#pragma once

#include "service/cli/assistants/workspace.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/assistants/drift.hpp"
#include "workflows/language/load.hpp"

#include <string>
#include <vector>

namespace callwright::cli::assistants {

/// The sentence of a stop on standard error, and its exit code.
int complain(const char* command, const Stop& stop);

/// Findings as `validate` prints them.
std::string findings_text(const std::vector<Finding>& findings, const Terminal& terminal);

/// How a side differs, one block for each place: `-` is the account's, `+` the file's. With a line end.
std::string drift_text(const Side& side, const Terminal& terminal);
/// One line for a side: `assistants/support.yaml (assistant-…)`.
std::string title_of(const Side& side);

/// For programs: `{file, kind, name, id, state, differences: [{field, reason, account, file}]}`.
Json side_json(const Side& side);

/// `1 assistant`, `2 assistants`
std::string counted(std::size_t count, const std::string& one);

}  // namespace callwright::cli::assistants
