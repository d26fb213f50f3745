#include "workflows/language/action_lists.hpp"
#include "workflows/language/calendar_text.hpp"
#include "workflows/language/half_hours.hpp"
#include "workflows/language/lints.hpp"

#include <algorithm>
#include <string>

namespace callwright::language {
namespace {

constexpr int kRoundsMax = 10;  // of `otherwise` lists that escalate further

using Begins = std::map<std::string, HalfHours>;

void add_begins(const std::vector<Action>& actions, const HalfHours& when, Begins& begins) {
  for (const auto& action : actions) {
    if (action.kind == Action::Kind::Escalate) begins[action.target] |= when;
  }
}

/// When each escalation can begin, as far as schedules decide it.
Begins begins_of(const Bundle& bundle, Openings& openings) {
  Begins begins;
  for (const auto& workflow : bundle.workflows) {
    for (const auto& list : lists_of(workflow)) {
      const auto when = list.condition == nullptr ? HalfHours{}.set() : openings.of(*list.condition);
      add_begins(*list.actions, when, begins);
    }
  }
  for (int round = 0; round < kRoundsMax; ++round) {
    const auto before = begins;
    for (const auto& [key, when] : before) {
      const auto* escalation = bundle.escalation(key);
      if (escalation != nullptr) add_begins(escalation->otherwise, when, begins);
    }
    if (before == begins) break;
  }
  return begins;
}

/// The zone in which the escalation's hours are written.
const ZoneTable& zone_of(const Bundle& bundle, const Escalation& escalation) {
  for (const auto& step : escalation.steps) {
    const auto* schedule = bundle.schedule(step.during.empty() ? step.outside : step.during);
    if (schedule != nullptr) return bundle.zones.at(schedule->timezone);
  }
  static const ZoneTable utc{.name = "UTC"};
  return utc;
}

/// `Sat 2026-11-21 18:00`, by the clocks of a zone.
std::string local_text(const ZoneTable& zone, TimePoint time) {
  const auto local = to_local(zone, time);
  const auto date = std::chrono::floor<std::chrono::days>(local);
  const auto minute = std::chrono::floor<std::chrono::minutes>(local - date).count();
  return handoff_text({.weekday = std::chrono::weekday{date}}).substr(0, 3) + " " + date_text(date) + " " +
         clock_text(static_cast<int>(minute));
}

/// The first span that begins within the 90 days, else the one that has begun already: its whole length tells
/// more. There is at least one.
std::size_t first_begin(const HalfHours& hours) {
  for (std::size_t i = 1; i < hours.size(); ++i) {
    if (hours[i] && !hours[i - 1]) return i;
  }
  return 0;
}

std::string span_text(const Openings& openings, const ZoneTable& zone, const HalfHours& hours) {
  const auto first = first_begin(hours);
  auto end = first;
  while (end < hours.size() && hours[end]) ++end;
  const auto from = "from " + local_text(zone, openings.time_of(first));
  if (end == hours.size()) return from + " on (" + zone.name + ")";
  return from + " to " + local_text(zone, openings.time_of(end)) + " (" + zone.name + ")";
}

void warn_of_step(const Reader& reader, const Sections& sections, const Escalation& escalation,
                  std::size_t index) {
  const auto& step = escalation.steps[index];
  const auto* entry = sections.escalations.get(escalation.key);
  const auto key = step.during.empty() ? ".outside" : ".during";
  reader.warn(place_in(sections, *entry, "steps." + std::to_string(index) + key), "never_happens",
              "the schedules of this step leave it no time in the next 90 days, so it rings nobody");
}

void check_escalation(const Reader& reader, const Sections& sections, const Bundle& bundle,
                      Openings& openings, const Escalation& escalation, const HalfHours& begins) {
  HalfHours open;
  for (std::size_t i = 0; i < escalation.steps.size(); ++i) {
    const auto hours = openings.of(escalation.steps[i]);
    if (hours.none()) warn_of_step(reader, sections, escalation, i);
    open |= hours;
  }
  const auto empty = begins & ~open;
  if (empty.none() || open.none()) return;
  const auto* entry = sections.escalations.get(escalation.key);
  reader.warn(
      place_in(sections, *entry, "steps"), "nobody_rung",
      "no step of " + quoted(escalation.key) + " is open " +
          span_text(openings, zone_of(bundle, escalation), empty) +
          ": a caller gets `otherwise` at once; add a step for these hours, or escalate `during` others");
}

void warn_of_rules(const Reader& reader, const Sections& sections, const Workflow& workflow,
                   Openings& openings) {
  const auto* entry = sections.workflows.get(workflow.key);
  for (std::size_t i = 0; entry != nullptr && i < workflow.rules.size(); ++i) {
    if (openings.of(workflow.rules[i].condition).any()) continue;
    reader.warn(
        place_in(sections, *entry, "rules." + std::to_string(i) + ".if"), "never_happens",
        "the schedules of these conditions leave no time in the next 90 days, so this rule never runs");
  }
}

}  // namespace

void warn_of_hours(const Reader& reader, const Sections& sections, const Bundle& bundle, TimePoint now) {
  Openings openings(bundle, now);
  if (bundle.schedules.empty() || openings.are_too_many()) return;
  for (const auto& workflow : bundle.workflows) warn_of_rules(reader, sections, workflow, openings);
  const auto begins = begins_of(bundle, openings);
  for (const auto& [key, escalation] : bundle.escalations) {
    const auto when = begins.find(key);
    check_escalation(reader, sections, bundle, openings, escalation,
                     when == begins.end() ? HalfHours{} : when->second);
  }
}

}  // namespace callwright::language
