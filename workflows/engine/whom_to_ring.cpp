#include "workflows/engine/whom_to_ring.hpp"

#include "workflows/language/calendar.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

/// The stand-in of the rotation at this time; null: whoever's turn it is.
const OnCallOverride* override_of(const Decision& d, std::string_view rotation) {
  if (d.availability == nullptr) return nullptr;
  const auto& overrides = d.availability->overrides;
  const auto found = std::ranges::find_if(overrides, [&](const OnCallOverride& override) {
    return override.rotation == rotation && override.from <= d.now &&
           (!override.until || d.now < *override.until) && d.bundle.person(override.person) != nullptr;
  });
  return found == overrides.end() ? nullptr : &*found;
}

WhoIsThere who_is_there(const Decision& d) {
  WhoIsThere who{.now = d.now, .overrides = {}, .idle_since = {}};
  if (d.availability == nullptr) return who;
  who.idle_since = d.availability->idle_since;
  for (const auto& [name, rotation] : d.bundle.rotations) {
    if (const auto* override = override_of(d, name)) who.overrides.emplace(name, override->person);
  }
  return who;
}

void record_rotation(Decision& d, const std::string& name, const WhoIsThere& who) {
  const auto [rotation, turns_later] = rotation_name(name);
  const auto person = people_of(d.bundle, RingStep{.ring = {name}}, who);
  JsonWriter out;
  out.begin_object()
      .member("on_call", name)
      .member("person", person.empty() ? std::string() : person.front());
  const auto* override = turns_later == 0 ? override_of(d, rotation) : nullptr;
  if (override != nullptr) {
    out.member("instead_of", on_call(d.bundle, rotation, d.now)).member("by", override->by);
  }
  d.record("fact", out.end_object().finish());
}

void record_idle_order(Decision& d, const std::string& name, const WhoIsThere& who) {
  JsonWriter out;
  out.begin_object().member("longest_idle", name).key("people").begin_array();
  for (const auto& person : people_of(d.bundle, RingStep{.ring = {name}}, who)) out.string(person);
  d.record("fact", out.end_array().end_object().finish());
}

bool is_rotation(const Decision& d, const std::string& name) {
  return d.bundle.rotation(rotation_name(name).rotation) != nullptr;
}

bool has(const std::vector<std::string>& people, const std::string& person) {
  return std::ranges::find(people, person) != people.end();
}

}  // namespace

std::string why_closed(const Decision& d, const RingStep& step) {
  if (!step.during.empty() && !is_open(d.bundle, step.during, d.now)) return "closed: during " + step.during;
  if (!step.outside.empty() && is_open(d.bundle, step.outside, d.now))
    return "closed: outside " + step.outside;
  return {};
}

std::vector<std::string> whom_to_ring(Decision& d, const RingStep& step) {
  const auto who = who_is_there(d);
  for (const auto& name : step.ring) {
    const auto* group = d.bundle.group(name);
    if (is_rotation(d, name)) {
      record_rotation(d, name, who);
    } else if (group != nullptr && group->order == Group::Order::LongestIdle) {
      record_idle_order(d, name, who);
    }
  }
  return people_of(d.bundle, step, who);
}

bool has_rotation(const Decision& d, const RingStep& step) {
  return std::ranges::any_of(step.ring, [&](const auto& name) { return is_rotation(d, name); });
}

void follow_rotations(Decision& d, int run_number, const RingStep& step) {
  auto& run = d.run(run_number);
  if (run.listed.empty() || run.waiting.empty()) return;
  const auto who = who_is_there(d);
  auto people = people_of(d.bundle, step, who);
  if (people == run.listed) return;
  const auto is_replaced = [&](const auto& person) {
    return has(run.listed, person) && !has(people, person);
  };
  std::vector<std::string> on_call;
  std::ranges::copy_if(people, std::back_inserter(on_call), [&](const auto& person) {
    return !has(run.listed, person) && !has(run.waiting, person);
  });
  auto next = on_call.begin();
  for (auto& person : run.waiting) {
    if (is_replaced(person) && next != on_call.end()) person = *next++;
  }
  std::erase_if(run.waiting, is_replaced);
  run.listed = std::move(people);
  for (const auto& name : step.ring) {
    if (is_rotation(d, name)) record_rotation(d, name, who);
  }
}

}  // namespace callwright::engine
