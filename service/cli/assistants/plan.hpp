#pragma once

#include "service/cli/assistants/workspace.hpp"

#include <string>
#include <vector>

namespace callwright::cli::assistants {

/// An assistant of the account that no file is of.
struct Stray {
  std::string id;
  std::string name;
};

/// What `apply` would do.
struct Plan {
  std::vector<Side*> creates;        ///< tools before assistants
  std::vector<Side*> updates;        ///< the same
  std::vector<Stray> deletes;        ///< only with --prune
  std::vector<const Side*> refused;  ///< changed in the account since the last pull or apply
  std::vector<const Side*> kept;     ///< the account has more than the file says, and keeps it
  bool lock_changes = false;         ///< something is to be remembered although nothing is sent
  [[nodiscard]] bool is_empty() const { return creates.empty() && updates.empty() && deletes.empty(); }
};

/// A new file of which the account has an assistant of the same name that no file has is taken for that one
/// when both say the same, because an earlier `apply` made it and did not learn its id, or with --adopt. Else
/// it stops rather than make a second one.
OrStop<Plan> plan_apply(Workspace& workspace, const Options& options);

/// Assistants that no file is of.
std::vector<Stray> strays(const Workspace& workspace);

}  // namespace callwright::cli::assistants
