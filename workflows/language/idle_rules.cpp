#include "workflows/language/contradiction.hpp"
#include "workflows/language/lints.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace callwright::language {
namespace {

std::set<std::string> rung_people(const Bundle& bundle) {
  std::set<std::string> people;
  for (const auto& [key, escalation] : bundle.escalations) {
    for (const auto& step : escalation.steps) {
      for (auto& person : people_of(bundle, step)) people.insert(std::move(person));
    }
  }
  return people;
}

}  // namespace

void warn_of_idle_rules(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  const auto rung = rung_people(bundle);
  for (const auto& workflow : bundle.workflows) {
    const auto* entry = sections.workflows.get(workflow.key);
    for (std::size_t i = 0; entry != nullptr && i < workflow.rules.size(); ++i) {
      const auto& rule = workflow.rules[i];
      const auto at = "rules." + std::to_string(i);
      if (!can_hold(rule.condition))
        reader.warn(place_in(sections, *entry, at + ".if"), "never_happens",
                    "these conditions exclude each other, so this rule never runs");
      // Who stands in for somebody on call is rung without standing in a step.
      const bool is_person = bundle.person(rule.leg) != nullptr && bundle.rotations.empty();
      if (is_person && !rung.contains(rule.leg))
        reader.warn(
            place_in(sections, *entry, at + ".leg"), "never_happens",
            "no step rings " + quoted(rule.leg) + ", so this person has no leg and this rule never runs");
    }
  }
}

}  // namespace callwright::language
