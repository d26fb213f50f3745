#pragma once

#include "workflows/language/bundle.hpp"

#include <vector>

namespace callwright::language {

/// A list of actions, and under which condition it runs.
struct ActionList {
  const std::vector<Action>* actions = nullptr;
  const Condition* condition = nullptr;  ///< null: always
};

/// `start`, `if_fails` and the rules of a workflow.
std::vector<ActionList> lists_of(const Workflow& workflow);
/// Those of all workflows and the `otherwise` of all escalations.
std::vector<ActionList> lists_of(const Bundle& bundle);

}  // namespace callwright::language
