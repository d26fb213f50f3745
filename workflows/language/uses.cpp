#include "workflows/language/uses.hpp"

#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace callwright::language {
namespace {

constexpr std::string_view kVars = "vars.";
constexpr std::string_view kRunWith = "run.with.";
constexpr std::string_view kTimer = "timer.";

/// What the actions of a bundle give names to.
struct Given {
  std::set<std::string> values;  ///< `vars.NAME` and `run.with.NAME`
  std::set<std::string> timers;
};

void collect(const std::vector<Action>& actions, Given& given) {
  for (const auto& action : actions) {
    if (action.kind == Action::Kind::Timer) given.timers.insert(action.target);
    const bool is_set = action.kind == Action::Kind::Set;
    if (!is_set && action.kind != Action::Kind::Escalate) continue;
    for (const auto& [name, value] : members_of(action.with))
      given.values.insert(std::string(is_set ? kVars : kRunWith) + name);
  }
}

Given given_by(const Bundle& bundle) {
  Given given;
  for (const auto& workflow : bundle.workflows) {
    collect(workflow.start, given);
    collect(workflow.assistant_if_fails, given);
    for (const auto& rule : workflow.rules) collect(rule.actions, given);
  }
  for (const auto& [key, escalation] : bundle.escalations) collect(escalation.otherwise, given);
  return given;
}

std::vector<std::string> listed(const std::set<std::string>& names) { return {names.begin(), names.end()}; }

/// A value of an object that was set has its members behind further dots.
bool is_given(const Given& given, const std::string& path) {
  return std::ranges::any_of(given.values, [&](const auto& name) {
    return path == name || (name.starts_with(kRunWith) && path.starts_with(name + "."));
  });
}

/// Whoever asks for a call gives `variables` with it.
bool may_come_with_the_call(const Bundle& bundle, const std::string& path) {
  return path.starts_with(kVars) && std::ranges::any_of(bundle.workflows, [](const Workflow& workflow) {
           return workflow.match.direction == "outgoing";
         });
}

void warn_of_value(const Reader& reader, const Given& given, const Use& use) {
  const bool is_with = use.path.starts_with(kRunWith);
  auto hint = reader.suggest(use.path, listed(given.values));
  const std::string why = is_with
                              ? "no `escalate` here gives it in `with`, so it is empty unless the API does"
                              : "no `set` here gives it a value, so it is always empty";
  auto message = quoted(use.path) + ": " + why + hint.or_else("");
  reader.warn(use.place, "never_given", std::move(message), std::move(hint));
}

void warn_of_timers(const Reader& reader, const Sections& sections, const Workflow& workflow,
                    const Given& given) {
  const auto* entry = sections.workflows.get(workflow.key);
  for (std::size_t i = 0; entry != nullptr && i < workflow.rules.size(); ++i) {
    const auto& on = workflow.rules[i].on;
    if (!on.starts_with(kTimer) || given.timers.contains(on.substr(kTimer.size()))) continue;
    const auto name = on.substr(kTimer.size());
    auto hint = reader.suggest(name, listed(given.timers));
    if (!hint.nearest.empty()) hint.nearest = std::string(kTimer) + hint.nearest;
    const auto end = hint.or_else("; set one with `timer: {name: " + name + ", after: 10s}`");
    reader.warn(place_in(sections, *entry, "rules." + std::to_string(i) + ".on"), "never_happens",
                "no action sets the timer " + quoted(name) + ", so this rule never runs" + end,
                std::move(hint));
  }
}

}  // namespace

void check_uses(const Reader& reader, const Sections& sections, const Bundle& bundle,
                const std::vector<Use>& uses) {
  const auto given = given_by(bundle);
  for (const auto& use : uses) {
    if (!is_given(given, use.path) && !may_come_with_the_call(bundle, use.path))
      warn_of_value(reader, given, use);
  }
  for (const auto& workflow : bundle.workflows) warn_of_timers(reader, sections, workflow, given);
}

}  // namespace callwright::language
