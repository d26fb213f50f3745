#include "workflows/language/merge.hpp"

#include "workflows/language/grammar.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace callwright::language {
namespace {

struct Section {
  std::string_view name;
  Node Sections::* into;
};
constexpr std::array kSections = {
    Section{"people", &Sections::people},       Section{"groups", &Sections::groups},
    Section{"schedules", &Sections::schedules}, Section{"rotations", &Sections::rotations},
    Section{"workflows", &Sections::workflows}, Section{"escalations", &Sections::escalations},
    Section{"defaults", &Sections::defaults}};
constexpr std::string_view kFile = "a file";

std::vector<std::string> section_names() {
  std::vector<std::string> names = {"language"};
  for (const auto& section : kSections) names.emplace_back(section.name);
  names.emplace_back("tests");
  return names;
}

void add_entries(const Node& section, std::string_view name, Node& into, Findings& findings) {
  if (section.kind == Node::Kind::Null) return;  // a heading with nothing under it yet
  if (!section.is_map()) {
    findings.error(section.place, "wrong_type",
                   "`" + std::string(name) + "` wants a map of names, this is " + section.what());
    return;
  }
  for (const auto& member : section.members) {
    const auto* earlier = into.find(member.key);
    if (earlier == nullptr) {
      into.members.push_back(member);
      continue;
    }
    findings.error(member.place, "duplicate_key",
                   quoted(member.key) + " is defined already at " + std::string(earlier->place.file) + ":" +
                       std::to_string(earlier->place.line) + ":" + std::to_string(earlier->place.column) +
                       "; keep one of the two");
  }
}

void check_language(const Member& member, Findings& findings) {
  if (member.value.is_plain() && member.value.text == "1") return;
  findings.error(member.value.place, "language_version",
                 "this callwright reads `language: 1` only, this is " + member.value.what());
}

/// Tests of all files stand in one list, in the order of the files.
void add_tests(const Node& tests, Sections& into, Findings& findings) {
  if (tests.kind == Node::Kind::Null) return;
  if (!tests.is_list())
    return findings.error(tests.place, "wrong_type",
                          "`tests` wants a list of tests, this is " + tests.what());
  into.tests.items.insert(into.tests.items.end(), tests.items.begin(), tests.items.end());
}

void merge_member(const Member& member, Sections& into, Findings& findings) {
  const auto section = std::ranges::find(kSections, member.key, &Section::name);
  if (section != kSections.end()) {
    add_entries(member.value, section->name, into.*section->into, findings);
  } else if (member.key == "language") {
    check_language(member, findings);
  } else if (member.key == "tests") {
    add_tests(member.value, into, findings);
  } else {
    auto hint = hint_for(member.key, section_names());
    const auto owner = owner_of_key(member.key, kFile);
    auto message = quoted(member.key) + " is no section" +
                   (owner.empty() ? hint.or_list() : "; it is a key of " + owner);
    findings.error(member.place, "unknown_key", std::move(message), std::move(hint));
  }
}

/// `language` stands there under a name that was reported already.
bool is_misspelt(const std::vector<Node>& documents) {
  return std::ranges::any_of(documents, [](const Node& document) {
    return std::ranges::any_of(document.members, [](const Member& member) {
      return hint_for(member.key, section_names()).nearest == "language";
    });
  });
}

}  // namespace

void add_section_keys(std::vector<KeyGroup>& groups) {
  groups.push_back({std::string(kFile), section_names(), {}});
}

Sections merge_documents(const std::vector<Node>& documents, Findings& findings, bool is_partial) {
  Sections sections;
  bool has_language = false;
  for (const auto& document : documents) {
    if (document.kind == Node::Kind::Null) continue;  // an empty file
    if (!document.is_map())
      findings.error(document.place, "wrong_type",
                     "a file holds a map of sections, this is " + document.what());
    has_language = has_language || !document.is_map() || document.find("language") != nullptr;
    for (const auto& member : document.members) merge_member(member, sections, findings);
  }
  if (!has_language && !is_partial && !is_misspelt(documents)) {
    const auto place = documents.empty() ? Place{} : Place{documents.front().place.file, 1, 1};
    findings.error(place, "language_version",
                   "no file says which language it is in; begin one with `language: 1`");
  }
  return sections;
}

Place place_in(const Sections& sections, const Node& entry, const std::string& dotted) {
  const auto first = dotted.substr(0, dotted.find('.'));
  return (entry.get(first) == nullptr ? sections.defaults : entry).value_place(dotted);
}

}  // namespace callwright::language
