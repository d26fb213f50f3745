#include "workflows/language/read_bundle.hpp"

#include "workflows/language/deadline.hpp"
#include "workflows/language/sections.hpp"
#include "workflows/language/test_keys.hpp"
#include "workflows/language/zones.hpp"

#include <algorithm>
#include <array>

namespace callwright::language {
namespace {

constexpr std::size_t kNameBytesMax = 64;

bool is_name(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !text.empty() && text.size() <= kNameBytesMax &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::vector<std::string> keys_of(const Node& section) {
  std::vector<std::string> keys;
  keys.reserve(section.members.size());
  for (const auto& member : section.members) keys.push_back(member.key);
  return keys;
}

void check_names(const Reader& reader, const Sections& sections) {
  constexpr std::array<std::string_view, 3> kLegs = {"caller", "winner", "event"};
  for (const auto* section : {&sections.people, &sections.groups, &sections.schedules, &sections.rotations,
                              &sections.workflows, &sections.escalations}) {
    for (const auto& member : section->members) {
      if (!is_name(member.key))
        reader.refuse(member.place, "bad_name",
                      quoted(member.key) + " is no name; use letters, digits, `-` and `_`, at most 64");
    }
  }
  for (const auto& member : sections.people.members) {
    if (std::ranges::find(kLegs, member.key) != kLegs.end())
      reader.refuse(member.place, "reserved_name",
                    quoted(member.key) + " already names a leg; choose another");
  }
  for (const auto& member : sections.groups.members) {
    if (sections.people.find(member.key) != nullptr)
      reader.refuse(member.place, "duplicate_name",
                    quoted(member.key) + " is a person already; rename the group");
  }
  for (const auto& member : sections.rotations.members) {
    const bool is_person = sections.people.find(member.key) != nullptr;
    if (is_person || sections.groups.find(member.key) != nullptr)
      reader.refuse(
          member.place, "duplicate_name",
          quoted(member.key) + " is a " + (is_person ? "person" : "group") + " already; rename the rotation");
  }
}

/// What `defaults` says of workflows, or of escalations.
template <class T>
Node defaults_for(const Sections& sections, const Table<T>& keys) {
  Node part{.kind = Node::Kind::Map, .place = sections.defaults.place};
  for (const auto& member : sections.defaults.members) {
    if (keys.has(member.key)) part.members.push_back(member);
  }
  return part;
}

void check_defaults(const Reader& reader, const Sections& sections) {
  auto accepted = workflow_keys().names();
  for (auto& name : escalation_keys().names()) accepted.push_back(std::move(name));
  for (const auto& member : sections.defaults.members) {
    if (!workflow_keys().has(member.key) && !escalation_keys().has(member.key))
      unknown_key(reader, member, "`defaults`", accepted);
  }
}

void read_workflows(const Reader& reader, const Sections& sections, Bundle& bundle) {
  const auto defaults = defaults_for(sections, workflow_keys());
  auto base = default_workflow();
  workflow_keys().read(reader, defaults, base);
  for (const auto& member : sections.workflows.members)
    bundle.workflows.push_back(read_workflow(reader, member, base, &defaults));
}

void read_escalations(const Reader& reader, const Sections& sections, Bundle& bundle) {
  const auto defaults = defaults_for(sections, escalation_keys());
  auto base = default_escalation();
  escalation_keys().read(reader, defaults, base);
  for (const auto& member : sections.escalations.members)
    bundle.escalations.emplace(member.key, read_escalation(reader, member, base, &defaults));
}

template <class T, class Write>
Json write_section(const std::map<std::string, T>& entries, Write write) {
  std::map<std::string, Json> members;
  for (const auto& [key, entry] : entries) members.emplace(key, write(entry));
  return json_sorted(members);
}

}  // namespace

Names names_of(const Sections& sections) {
  return {.people = keys_of(sections.people),
          .groups = keys_of(sections.groups),
          .schedules = keys_of(sections.schedules),
          .rotations = keys_of(sections.rotations),
          .escalations = keys_of(sections.escalations),
          .tools = tools_of(sections),
          .outgoing_workflows = outgoing_workflows_of(sections)};
}

Bundle read_bundle(Reader reader, const Sections& sections) {
  Bundle bundle;
  check_names(reader, sections);
  check_defaults(reader, sections);
  for (const auto& member : sections.people.members)
    bundle.people.emplace(member.key, read_person(reader, member));
  for (const auto& member : sections.groups.members)
    bundle.groups.emplace(member.key, read_group(reader, member));
  for (const auto& member : sections.schedules.members)
    bundle.schedules.emplace(member.key, read_schedule(reader, member));
  for (const auto& member : sections.rotations.members)
    bundle.rotations.emplace(member.key, read_rotation(reader, member));
  reader.people = &bundle.people;
  read_workflows(reader, sections, bundle);
  read_escalations(reader, sections, bundle);
  set_deadlines(bundle);
  return bundle;
}

std::string write_bundle(const Bundle& bundle) {
  std::vector<Json> workflows;
  std::ranges::transform(bundle.workflows, std::back_inserter(workflows), write_workflow);
  std::map<std::string, Json> sections = {
      {"escalations", write_section(bundle.escalations, write_escalation)},
      {"groups", write_section(bundle.groups, write_group)},
      {"language", json_number(1)},
      {"people", write_section(bundle.people, write_person)},
      {"workflows", json_list(workflows)}};
  // A bundle without a calendar keeps the id that it had before there were calendars.
  const auto add = [&](const char* name, Json section) {
    if (section.text() != "{}") sections.emplace(name, std::move(section));
  };
  add("schedules", write_section(bundle.schedules, write_schedule));
  add("rotations", write_section(bundle.rotations, write_rotation));
  add("zones", write_section(bundle.zones, write_zone));
  return json_sorted(sections).text();
}

}  // namespace callwright::language
