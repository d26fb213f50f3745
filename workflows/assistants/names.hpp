#pragma once

#include "workflows/assistants/settings.hpp"

#include <map>
#include <string>
#include <vector>

namespace callwright::assistants {

/// What the names of files stand for in one account; no id: it is still to be made.
struct Ids {
  std::map<std::string, std::string, std::less<>> assistants;
  std::map<std::string, std::string, std::less<>> tools;
};

/// Ids replaced by the names that files have for them: in `tool_ids` and as targets of `handoff`.
Settings with_names(Settings settings, const Ids& ids);

/// The opposite. Tools that refer to what is still to be made are left out; `pending` says to what.
Settings with_ids(Settings settings, const Ids& ids, std::vector<std::string>* pending = nullptr);

}  // namespace callwright::assistants
