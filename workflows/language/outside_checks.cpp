#include "workflows/language/outside_checks.hpp"

#include "workflows/language/addresses.hpp"
#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

namespace callwright::language {
namespace {

using Visit = std::function<void(const Action&)>;

void visit_list(const Bundle& bundle, const std::vector<Action>& actions, std::set<std::string>& seen,
                const Visit& visit) {
  for (const auto& action : actions) {
    visit(action);
    if (action.kind != Action::Kind::Escalate || !seen.insert(action.target).second) continue;
    if (const auto* next = bundle.escalation(action.target)) visit_list(bundle, next->otherwise, seen, visit);
  }
}

/// Every action that a call of the workflow can come to.
void visit_actions(const Bundle& bundle, const Workflow& workflow, const Visit& visit) {
  std::set<std::string> seen;
  visit_list(bundle, workflow.start, seen, visit);
  visit_list(bundle, workflow.assistant_if_fails, seen, visit);
  for (const auto& rule : workflow.rules) visit_list(bundle, rule.actions, seen, visit);
}

}  // namespace

void check_texts(const Reader& reader, const Sections& sections, const Bundle& bundle,
                 const Workflow& workflow) {
  const auto* written = sections.workflows.find(workflow.key);
  if (!reader.checks() || written == nullptr) return;
  const bool has_assistant = members_of(workflow.assistant).contains("id");
  std::set<std::string> told;
  visit_actions(bundle, workflow, [&](const Action& action) {
    if (action.kind != Action::Kind::Sms || !told.insert(action.target).second) return;
    if (!has_assistant && told.size() == 1)
      reader.refuse(
          written->place, "missing_key",
          quoted(workflow.key) + " sends text messages through its assistant: it needs `assistant: {id}`");
    if (action.target == "caller") return;
    const auto* person = bundle.person(action.target);
    const auto& address = person == nullptr ? action.target : person->address;
    if (address.empty() || fits_any_pattern(workflow.limits.destinations, address)) return;
    reader.refuse(written->place, "not_a_destination",
                  quoted(action.target) + " gets a text message of " + quoted(workflow.key) +
                      ", whose `destinations` do not include this number");
  });
}

}  // namespace callwright::language
