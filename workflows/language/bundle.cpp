#include "workflows/language/bundle.hpp"

#include "workflows/language/calendar.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>

namespace callwright {
namespace {

template <class Map>
auto* find_in(const Map& map, std::string_view key) {
  const auto found = map.find(std::string(key));
  return found == map.end() ? nullptr : &found->second;
}

bool fits(std::string_view pattern, std::string_view address) {
  return pattern.ends_with('*') ? address.starts_with(pattern.substr(0, pattern.size() - 1))
                                : address == pattern;
}

bool fits_any(const std::vector<std::string>& patterns, std::string_view address) {
  return patterns.empty() || std::ranges::any_of(patterns, [&](const auto& p) { return fits(p, address); });
}

const Rule* rule_at(const Workflow& workflow, std::string_view index) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
  if (error != std::errc{} || end != index.data() + index.size()) return nullptr;
  return number < workflow.rules.size() ? &workflow.rules[number] : nullptr;
}

const std::vector<Action>* otherwise_at(const Bundle& bundle, std::string_view path) {
  constexpr std::string_view kEnd = ".otherwise";
  if (!path.ends_with(kEnd)) return nullptr;
  const auto* escalation = bundle.escalation(path.substr(0, path.size() - kEnd.size()));
  return escalation == nullptr ? nullptr : &escalation->otherwise;
}

void add_secret(const std::string& name, std::vector<std::string>& found) {
  if (!name.empty() && std::ranges::find(found, name) == found.end()) found.push_back(name);
}

void collect_secrets(const std::vector<Action>& actions, std::vector<std::string>& found) {
  for (const auto& action : actions) add_secret(action.secret, found);
}

std::vector<std::string> members_of(const Bundle& bundle, const std::string& name) {
  if (const auto* group = bundle.group(name)) return group->members;
  const auto* rotation = bundle.rotation(rotation_name(name).rotation);
  return rotation == nullptr ? std::vector{name} : rotation->members;
}

}  // namespace

const Workflow* Bundle::workflow(std::string_view key) const {
  const auto found = std::ranges::find(workflows, key, &Workflow::key);
  return found == workflows.end() ? nullptr : &*found;
}

const Escalation* Bundle::escalation(std::string_view key) const { return find_in(escalations, key); }

const Person* Bundle::person(std::string_view key) const { return find_in(people, key); }

const Group* Bundle::group(std::string_view key) const { return find_in(groups, key); }

const Schedule* Bundle::schedule(std::string_view key) const { return find_in(schedules, key); }

const Rotation* Bundle::rotation(std::string_view key) const { return find_in(rotations, key); }

bool fits_addresses(const Match& match, std::string_view to, std::string_view from) {
  return fits_any(match.to, to) && fits_any(match.from, from);
}

const Workflow* match_workflow(const Bundle& bundle, std::string_view direction, std::string_view to,
                               std::string_view from, std::string_view connection_id) {
  const auto found = std::ranges::find_if(bundle.workflows, [&](const Workflow& workflow) {
    const Match& match = workflow.match;
    return match.direction == direction && fits_addresses(match, to, from) &&
           (match.connection_id.empty() || match.connection_id == connection_id);
  });
  return found == bundle.workflows.end() ? nullptr : &*found;
}

std::vector<std::string> own_numbers(const Bundle& bundle) {
  std::vector<std::string> patterns;
  for (const auto& workflow : bundle.workflows) {
    if (workflow.match.direction != "incoming") continue;
    std::ranges::copy_if(workflow.match.to, std::back_inserter(patterns),
                         [](const auto& pattern) { return pattern != "*"; });
  }
  return patterns;
}

std::vector<std::string> people_of(const Bundle& bundle, const RingStep& step) {
  std::vector<std::string> people;
  std::set<std::string, std::less<>> seen;
  for (const auto& name : step.ring) {
    for (const auto& person : members_of(bundle, name)) {
      if (bundle.person(person) != nullptr && seen.insert(person).second) people.push_back(person);
    }
  }
  return people;
}

const std::vector<Action>* find_actions(const Bundle& bundle, std::string_view workflow,
                                        std::string_view source) {
  constexpr std::string_view kRules = "rules.";
  constexpr std::string_view kEscalations = "escalations.";
  if (source.starts_with(kEscalations)) return otherwise_at(bundle, source.substr(kEscalations.size()));
  const auto* found = bundle.workflow(workflow);
  if (found == nullptr) return nullptr;
  if (source == "start") return &found->start;
  if (source == "assistant.if_fails") return &found->assistant_if_fails;
  if (!source.starts_with(kRules)) return nullptr;
  const auto* rule = rule_at(*found, source.substr(kRules.size()));
  return rule == nullptr ? nullptr : &rule->actions;
}

std::vector<Address> addresses_of(const Person& person) {
  std::vector<Address> addresses = {{.text = person.address, .is_sip = person.is_sip}};
  addresses.insert(addresses.end(), person.also.begin(), person.also.end());
  return addresses;
}

std::vector<std::string> secrets_of(const Bundle& bundle) {
  std::vector<std::string> found;
  for (const auto& workflow : bundle.workflows) {
    for (const auto& header : workflow.lookup.headers) add_secret(header.secret, found);
    collect_secrets(workflow.start, found);
    collect_secrets(workflow.assistant_if_fails, found);
    for (const auto& rule : workflow.rules) collect_secrets(rule.actions, found);
  }
  for (const auto& [key, escalation] : bundle.escalations) collect_secrets(escalation.otherwise, found);
  return found;
}

}  // namespace callwright
