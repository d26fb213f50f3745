#include "workflows/language/grammar.hpp"

#include <algorithm>

namespace callwright::language {
namespace {

std::vector<KeyGroup> all_groups() {
  std::vector<KeyGroup> groups;
  add_section_keys(groups);
  add_people_keys(groups);
  add_calendar_keys(groups);
  add_workflow_keys(groups);
  add_assistant_keys(groups);
  add_rule_keys(groups);
  add_condition_keys(groups);
  add_action_keys(groups);
  add_escalation_keys(groups);
  add_accept_keys(groups);
  add_test_keys(groups);
  return groups;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

const std::vector<KeyGroup>& grammar() {
  static const std::vector<KeyGroup> groups = all_groups();
  return groups;
}

std::string owner_of_key(std::string_view key, std::string_view of_what) {
  using enum KeyGroup::Use;
  for (const auto use : {Usual, OfOutgoing, OfTests}) {
    std::vector<std::string> owners;
    for (const auto& group : grammar()) {
      const bool is_its = holds(group.keys, key) || holds(group.later, key) || holds(group.telnyx, key);
      if (group.use == use && group.of_what != of_what && is_its) owners.push_back(group.of_what);
    }
    if (owners.size() == 1) return owners.front();
    if (!owners.empty()) return {};
  }
  return {};
}

}  // namespace callwright::language
