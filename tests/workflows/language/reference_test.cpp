#include "tests/workflows/language/sample.hpp"
#include "workflows/language/grammar.hpp"
#include "workflows/language/template_place.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::language_reference {
namespace {

using ::testing::ElementsAreArray;

/// One part of the reference: what stands under `### Keys of …`.
struct Part {
  std::set<std::string> keys;   ///< of the first column of its table
  std::set<std::string> later;  ///< of `Not in this version: …`, and of the types of rows
  std::string text;
};

std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  for (auto at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
    const auto end = text.find('`', at + 1);
    if (end == std::string::npos) break;
    names.push_back(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

void read_line(Part& part, const std::string& line) {
  const bool is_row = line.starts_with("| `");
  if (is_row) {
    const auto names = names_in(line.substr(0, line.find('|', 1)));
    part.keys.insert(names.begin(), names.end());
  }
  const auto later = line.find("Not in this version:");
  if (later == std::string::npos || is_row) return;
  const auto names = names_in(line.substr(later, line.find(". ", later) - later));
  part.later.insert(names.begin(), names.end());
}

const std::map<std::string, Part>& parts() {
  static const auto all = [] {
    std::map<std::string, Part> found;
    std::ifstream file(CALLWRIGHT_REFERENCE);
    const std::string heading = "### Keys of ";
    Part* part = nullptr;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with(heading)) part = &found[line.substr(heading.size())];
      if (part == nullptr) continue;
      read_line(*part, line);
      part->text += line + "\n";
    }
    return found;
  }();
  return all;
}

TEST(Reference, NamesEveryKeyOfTheTablesAndNoOther) {
  std::set<std::string> groups;
  for (const auto& group : language::grammar()) {
    groups.insert(group.of_what);
    const auto part = parts().find(group.of_what);
    ASSERT_NE(part, parts().end()) << "no heading `### Keys of " << group.of_what << "`";
    const std::set<std::string> keys(group.keys.begin(), group.keys.end());
    const std::set<std::string> later(group.later.begin(), group.later.end());
    EXPECT_THAT(part->second.keys, ElementsAreArray(keys)) << group.of_what;
    EXPECT_THAT(part->second.later, ElementsAreArray(later)) << group.of_what;
  }
  for (const auto& [name, part] : parts()) EXPECT_TRUE(groups.contains(name)) << name << " has no table";
}

std::string indented(const std::string& text, std::size_t blanks) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) result += std::string(blanks, ' ') + line + "\n";
  return result;
}

/// The example where it belongs, in a bundle that has the names it uses.
std::string bundle_with(const std::string& kind, const std::string& example) {
  if (kind == "file") return example;
  Sample sample;
  sample.people += "  ben: { phone: \"+13125550112\" }\n";
  sample.sections = R"(groups: { nurses: { members: [ben] } }
schedules: { clinic: { timezone: America/Chicago, open: [ { days: mon-fri, hours: "08:00-18:00" } ] } }
rotations: { oncall: { members: [dana, ben], timezone: America/Chicago } }
)";
  if (kind == "people") sample.people += indented(example, 2);
  if (kind == "sections") sample.sections = example;
  if (kind == "rule") sample.rules = indented(example, 6);
  if (kind == "action") sample.rules = "      - on: tool.help\n        do:\n" + indented(example, 10);
  if (kind == "workflow") {
    sample.workflow = indented(example, 4);
    if (example.starts_with("match:")) sample.match.clear();
    if (example.starts_with("assistant:")) sample.assistant.clear();
  }
  if (kind == "escalation") {
    sample.escalation = indented(example, 4);
    if (example.starts_with("steps:")) sample.steps.clear();
  }
  return sample.text();
}

/// What is said about an example: its frame defines names that most examples do not use.
std::string said_about(const std::string& text) {
  auto loaded = load_text(text);
  std::erase_if(loaded.findings, [](const Finding& finding) { return finding.code == "never_used"; });
  return messages_of(loaded);
}

TEST(Reference, EveryExampleLoadsWithoutAFinding) {
  const std::string fence = "```yaml ";
  int examples = 0;
  for (const auto& [name, part] : parts()) {
    int here = 0;
    for (auto at = part.text.find(fence); at != std::string::npos;
         at = part.text.find(fence, at + 1), ++here) {
      const auto line_end = part.text.find('\n', at);
      const auto kind = part.text.substr(at + fence.size(), line_end - at - fence.size());
      const auto example = part.text.substr(line_end + 1, part.text.find("```", line_end) - line_end - 1);
      const auto text = bundle_with(kind, example);
      EXPECT_EQ(said_about(text), "") << name << "\n" << text;
    }
    EXPECT_GE(here, 1) << name << " has no example";
    examples += here;
  }
  EXPECT_GE(examples, 20);
}

/// The paths that the reference names are those that the language fixes.
TEST(Reference, NamesEveryPath) {
  std::ifstream file(CALLWRIGHT_REFERENCE);
  std::stringstream text;
  text << file.rdbuf();
  const auto names = names_in(text.str().substr(text.str().find("| path | value |")));
  for (const auto& path : language::known_paths())
    EXPECT_NE(std::ranges::find(names, path), names.end()) << path;
}

}  // namespace
}  // namespace callwright::tests::language_reference
