#include "workflows/language/action_lists.hpp"
#include "workflows/language/calendar.hpp"
#include "workflows/language/checks.hpp"
#include "workflows/language/lints.hpp"
#include "workflows/language/variables_keys.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace callwright::language {
namespace {

using NameSet = std::set<std::string, std::less<>>;

/// What something in the bundle names. A name of one kind is none of another where both could stand.
struct Used {
  NameSet rung;  ///< people, groups and rotations
  NameSet people;
  NameSet addresses;  ///< of people to whom a call is transferred
  NameSet schedules;
  NameSet escalations;
};

void collect(const Condition& condition, Used& used) {
  used.schedules.insert({condition.during, condition.outside});
  for (const auto& nested : condition.any) collect(nested, used);
  for (const auto& nested : condition.none_of) collect(nested, used);
}

void collect(const std::vector<Action>& actions, Used& used) {
  for (const auto& action : actions) {
    used.people.insert(action.leg);
    if (action.kind == Action::Kind::Sms) used.people.insert(action.target);
    if (action.kind == Action::Kind::Command) used.addresses.insert(target_of(action));
  }
}

void collect(const Escalation& escalation, Used& used) {
  for (const auto& step : escalation.steps) {
    used.schedules.insert({step.during, step.outside});
    for (const auto& name : step.ring) used.rung.emplace(rotation_name(name).rotation);
  }
}

Used used_in(const Bundle& bundle) {
  Used used;
  for (const auto& [key, escalation] : bundle.escalations) collect(escalation, used);
  for (const auto& [key, group] : bundle.groups)
    used.people.insert(group.members.begin(), group.members.end());
  for (const auto& [key, rotation] : bundle.rotations)
    used.people.insert(rotation.members.begin(), rotation.members.end());
  for (const auto& list : lists_of(bundle)) {
    collect(*list.actions, used);
    if (list.condition != nullptr) collect(*list.condition, used);
  }
  for (const auto& workflow : bundle.workflows) {
    for (const auto& rule : workflow.rules) used.people.insert(rule.leg);
    used.escalations.merge(escalations_of(bundle, workflow));
  }
  return used;
}

template <class Map>
void warn_of(const Reader& reader, const Node& section, const Map& entries, const std::string& before,
             const std::string& after, const auto& is_used) {
  for (const auto& [key, entry] : entries) {
    if (!is_used(key, entry))
      reader.warn(section.find(key)->place, "never_used", before + quoted(key) + after);
  }
}

}  // namespace

void warn_of_unused(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  const auto used = used_in(bundle);
  const auto is_rung = [&](const std::string& key, const auto& /*entry*/) { return used.rung.contains(key); };
  warn_of(reader, sections.groups, bundle.groups, "no step rings the group ", "", is_rung);
  warn_of(reader, sections.rotations, bundle.rotations, "no step rings the rotation ", "", is_rung);
  warn_of(reader, sections.schedules, bundle.schedules, "nothing is `during` or `outside` of ", "",
          [&](const std::string& key, const Schedule&) { return used.schedules.contains(key); });
  warn_of(reader, sections.escalations, bundle.escalations, "no action escalates to ",
          ", so only a request to the API can start it",
          [&](const std::string& key, const Escalation&) { return used.escalations.contains(key); });
  if (!bundle.rotations.empty()) return;  // people who only stand in for somebody are named nowhere
  // People may be there to be known when they call.
  if (std::ranges::any_of(bundle.workflows,
                          [](const auto& one) { return gives_values_of(one, "directory"); }))
    return;
  warn_of(reader, sections.people, bundle.people, "no step rings ", ", and nothing else names this person",
          [&](const std::string& key, const Person& person) {
            return used.rung.contains(key) || used.people.contains(key) ||
                   used.addresses.contains(person.address);
          });
}

}  // namespace callwright::language
