#include "workflows/analysis/equals.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace callwright::analysis {
namespace {

/// How a person stands, for comparing equal people.
std::string standing_of(const Point& point, const std::string& person) {
  std::string text;
  const auto add = [&](std::int64_t value) { text += std::to_string(value) + ","; };
  for (const auto& leg : point.call.legs) {
    if (leg.person != person || leg.state == LegState::Ended) continue;
    const auto& line = line_of(point, leg.number);
    add(static_cast<int>(leg.state) * 100 + static_cast<int>(line.state) * 10 +
        static_cast<int>(leg.verdict));
    add((leg.releasing ? 1 : 0) + (leg.hangups > 0 ? 2 : 0) + (leg.end_wanted ? 4 : 0) +
        (leg.gather_intent != 0 ? 8 : 0) + (leg.speaking != 0 ? 16 : 0) + (line.verdict_given ? 32 : 0));
    add(leg.gathers);
    for (const auto& timer : point.call.timers) {
      const bool is_its = timer.ref == leg.number && timer.kind != TimerKind::ActionEffect &&
                          timer.kind <= TimerKind::HangupRetry;
      if (is_its) add(static_cast<int>(timer.kind) * 10'000'000LL + (timer.due - point.now).count());
    }
  }
  for (const auto& attempt : point.call.attempts) {
    if (attempt.person == person) add(static_cast<int>(attempt.outcome));
  }
  return text;
}

/// What a person is to the escalations: their settings, and the steps that ring them.
std::string role_of(const Bundle& bundle, const Person& person) {
  const auto is_ordered_name = [&](const std::string& name) {
    const auto* group = bundle.group(name);
    const bool is_person = bundle.person(name) != nullptr;
    return group != nullptr ? group->order != Group::Order::Listed : !is_person;
  };
  if (!person.also.empty()) return "";
  std::string role = (person.is_sip ? "sip " : "phone ") + person.language + " " + person.voice;
  for (const auto& [key, escalation] : bundle.escalations) {
    for (std::size_t i = 0; i < escalation.steps.size(); ++i) {
      const auto& step = escalation.steps[i];
      const auto people = people_of(bundle, step);
      if (std::ranges::find(people, person.key) == people.end()) continue;
      const bool is_ordered =
          step.order != RingStep::Order::All || std::ranges::any_of(step.ring, is_ordered_name);
      if (is_ordered) return "";
      role += " " + key + "." + std::to_string(i);
    }
  }
  return role;
}

}  // namespace

Equals equal_people(const Bundle& bundle) {
  std::map<std::string, std::vector<std::string>> by_role;
  for (const auto& [key, person] : bundle.people) {
    const auto role = role_of(bundle, person);
    if (!role.empty()) by_role[role].push_back(key);
  }
  Equals equals;
  for (auto& [role, people] : by_role) {
    if (people.size() > 1) equals.push_back(std::move(people));
  }
  return equals;
}

std::map<std::string, std::string> canonical_names(const Equals& equals, const Point& point) {
  std::map<std::string, std::string> names;
  for (const auto& people : equals) {
    std::vector<std::pair<std::string, std::string>> standing;
    for (const auto& person : people) standing.emplace_back(standing_of(point, person), person);
    std::ranges::sort(standing);
    for (std::size_t i = 0; i < people.size(); ++i) names[standing[i].second] = people[i];
  }
  return names;
}

}  // namespace callwright::analysis
