#include "workflows/language/action_lists.hpp"

namespace callwright::language {

std::vector<ActionList> lists_of(const Workflow& workflow) {
  std::vector<ActionList> lists = {{.actions = &workflow.start}, {.actions = &workflow.assistant_if_fails}};
  for (const auto& rule : workflow.rules)
    lists.push_back({.actions = &rule.actions, .condition = &rule.condition});
  return lists;
}

std::vector<ActionList> lists_of(const Bundle& bundle) {
  std::vector<ActionList> lists;
  for (const auto& workflow : bundle.workflows) {
    const auto own = lists_of(workflow);
    lists.insert(lists.end(), own.begin(), own.end());
  }
  for (const auto& [key, escalation] : bundle.escalations)
    lists.push_back({.actions = &escalation.otherwise});
  return lists;
}

}  // namespace callwright::language
