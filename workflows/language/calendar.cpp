#include "workflows/language/calendar.hpp"

#include <algorithm>
#include <set>

namespace callwright {
namespace {

/// Since none of the person's phones was in use; the least time of all for one who was never rung.
TimePoint idle_since(const Person& person, const WhoIsThere& who) {
  TimePoint since = TimePoint::min();
  for (const auto& address : addresses_of(person)) {
    const auto found = who.idle_since.find(address.text);
    if (found != who.idle_since.end()) since = std::max(since, found->second);
  }
  return since;
}

const ZoneTable& zone_of(const Bundle& bundle, const std::string& name) {
  static const ZoneTable utc;
  const auto found = bundle.zones.find(name);
  return found == bundle.zones.end() ? utc : found->second;
}

std::vector<std::string> members_now(const Bundle& bundle, const Group& group, const WhoIsThere& who) {
  if (group.order == Group::Order::Listed) return group.members;
  std::multimap<TimePoint, std::string> by_idle_time;  // equal ones stay as listed
  for (const auto& key : group.members) {
    const auto* person = bundle.person(key);
    by_idle_time.emplace(person == nullptr ? TimePoint::min() : idle_since(*person, who), key);
  }
  std::vector<std::string> members;
  for (auto& [since, key] : by_idle_time) members.push_back(std::move(key));
  return members;
}

std::vector<std::string> people_under(const Bundle& bundle, const std::string& name, const WhoIsThere& who) {
  if (const auto* group = bundle.group(name)) return members_now(bundle, *group, who);
  const auto [rotation, turns_later] = rotation_name(name);
  if (bundle.rotation(rotation) == nullptr) return {name};
  const auto stand_in = who.overrides.find(std::string(rotation));
  if (turns_later == 0 && stand_in != who.overrides.end()) return {stand_in->second};
  return {on_call(bundle, rotation, who.now, turns_later)};
}

}  // namespace

bool is_open(const Bundle& bundle, std::string_view schedule, TimePoint time) {
  const auto* found = bundle.schedule(schedule);
  return found != nullptr && is_open(*found, zone_of(bundle, found->timezone), time);
}

std::optional<TimePoint> next_change(const Bundle& bundle, std::string_view schedule, TimePoint time) {
  const auto* found = bundle.schedule(schedule);
  if (found == nullptr) return std::nullopt;
  return next_change(*found, zone_of(bundle, found->timezone), time);
}

bool is_open(const Bundle& bundle, const RingStep& step, TimePoint time) {
  return (step.during.empty() || is_open(bundle, step.during, time)) &&
         (step.outside.empty() || !is_open(bundle, step.outside, time));
}

Turn turn_at(const Bundle& bundle, std::string_view rotation, TimePoint time, int turns_later) {
  const auto* found = bundle.rotation(rotation);
  if (found == nullptr) return {};
  return turn_at(*found, zone_of(bundle, found->timezone), time, turns_later);
}

std::string on_call(const Bundle& bundle, std::string_view rotation, TimePoint time, int turns_later) {
  return turn_at(bundle, rotation, time, turns_later).person;
}

std::vector<std::string> people_of(const Bundle& bundle, const RingStep& step, const WhoIsThere& who) {
  std::vector<std::string> people;
  std::set<std::string, std::less<>> seen;
  for (const auto& name : step.ring) {
    for (const auto& person : people_under(bundle, name, who)) {
      if (bundle.person(person) != nullptr && seen.insert(person).second) people.push_back(person);
    }
  }
  return people;
}

RotationName rotation_name(std::string_view name) {
  constexpr std::string_view kNext = ".next";
  if (!name.ends_with(kNext)) return {name, 0};
  return {name.substr(0, name.size() - kNext.size()), 1};
}

std::set<std::string> addresses_by_idle_time(const Bundle& bundle) {
  std::set<std::string> found;
  for (const auto& [key, group] : bundle.groups) {
    if (group.order != Group::Order::LongestIdle) continue;
    for (const auto& member : group.members) {
      for (const auto& address : addresses_of(*bundle.person(member))) found.insert(address.text);
    }
  }
  return found;
}

}  // namespace callwright
