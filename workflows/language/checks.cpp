#include "workflows/language/checks.hpp"

#include "workflows/language/addresses.hpp"
#include "workflows/language/outside_checks.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace callwright::language {
namespace {

/// A bare `*` says nothing about which numbers are ours.
std::vector<std::string> own_numbers(const Bundle& bundle) {
  std::vector<std::string> patterns;
  for (const auto& workflow : bundle.workflows) {
    if (workflow.match.direction != "incoming") continue;
    std::ranges::copy_if(workflow.match.to, std::back_inserter(patterns),
                         [](const auto& pattern) { return pattern != "*"; });
  }
  return patterns;
}

void check_self_calls(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  const auto ours = own_numbers(bundle);
  for (const auto& [key, person] : bundle.people) {
    if (person.address.empty() || !fits_any_pattern(ours, person.address)) continue;
    reader.refuse(sections.people.get(key)->place_of(person.is_sip ? "sip" : "phone"), "calls_itself",
                  quoted(key) + " has a number that a workflow answers: callwright would call itself");
  }
}

void collect_escalations(const Bundle& bundle, const std::vector<Action>& actions,
                         std::set<std::string>& found) {
  for (const auto& action : actions) {
    if (action.kind != Action::Kind::Escalate || !found.insert(action.target).second) continue;
    if (const auto* next = bundle.escalation(action.target))
      collect_escalations(bundle, next->otherwise, found);
  }
}

/// The escalations that a workflow can come to.
std::set<std::string> escalations_of(const Bundle& bundle, const Workflow& workflow) {
  std::set<std::string> found;
  collect_escalations(bundle, workflow.start, found);
  collect_escalations(bundle, workflow.assistant_if_fails, found);
  for (const auto& rule : workflow.rules) collect_escalations(bundle, rule.actions, found);
  return found;
}

void check_destinations(const Reader& reader, const Sections& sections, const Bundle& bundle,
                        const Workflow& workflow, const Escalation& escalation) {
  for (const auto& step : escalation.steps) {
    for (const auto& key : people_of(bundle, step)) {
      if (fits_any_pattern(workflow.limits.destinations, bundle.person(key)->address)) continue;
      reader.refuse(sections.people.get(key)->place_of(bundle.person(key)->is_sip ? "sip" : "phone"),
                    "not_a_destination",
                    quoted(key) + " is rung by " + quoted(workflow.key) +
                        ", whose `destinations` do not include " + "this address");
    }
  }
}

void check_caller_id(const Reader& reader, const Sections& sections, const Workflow& workflow,
                     const Escalation& escalation) {
  if (!escalation.from.empty() || workflow.match.direction != "incoming") return;
  if (is_numbers_only(workflow.match.to)) return;
  reader.refuse(sections.escalations.find(escalation.key)->place, "missing_key",
                quoted(escalation.key) + " needs `from`, a caller id in E.164: workflow " +
                    quoted(workflow.key) + " also takes calls to addresses that are no phone number");
}

bool overlap(const Match& a, const Match& b) {
  const bool same_connection =
      a.connection_id.empty() || b.connection_id.empty() || a.connection_id == b.connection_id;
  return same_connection && a.direction == b.direction && patterns_overlap(a.to, b.to) &&
         patterns_overlap(a.from, b.from);
}

void warn_of_overlaps(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  for (auto later = bundle.workflows.begin(); later != bundle.workflows.end(); ++later) {
    const auto earlier = std::find_if(bundle.workflows.begin(), later, [&](const Workflow& workflow) {
      return overlap(workflow.match, later->match);
    });
    if (earlier == later) continue;
    reader.warn(sections.workflows.find(later->key)->place, "overlap",
                "some calls match " + quoted(earlier->key) + " as well, which stands first and takes them");
  }
}

}  // namespace

void check_bundle(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  check_self_calls(reader, sections, bundle);
  for (const auto& workflow : bundle.workflows) {
    check_texts(reader, sections, bundle, workflow);
    for (const auto& name : escalations_of(bundle, workflow)) {
      const auto* escalation = bundle.escalation(name);
      if (escalation == nullptr) continue;
      check_destinations(reader, sections, bundle, workflow, *escalation);
      check_caller_id(reader, sections, workflow, *escalation);
    }
  }
  warn_of_overlaps(reader, sections, bundle);
}

}  // namespace callwright::language
