#include "workflows/language/test_keys.hpp"

#include "workflows/language/key_types.hpp"
#include "workflows/language/telnyx_body.hpp"
#include "workflows/language/test_parts.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace callwright::language {
namespace {

constexpr std::string_view kToolPrefix = "tool.";

/// Tests are no part of the content that is stored with a call.
template <class T>
std::optional<Json> not_written(const T&) {
  return std::nullopt;
}

void read_begin(const Reader& reader, const Node& node, TestCase& into) {
  const auto text = read_word(reader, node, "at");
  if (!text) return;
  into.at = parse_time(*text);
  if (!into.at)
    reader.error(node.place, "not_accepted",
                 "`at` is a time with its offset such as `2026-11-24T10:00:00-06:00`, not " + quoted(*text));
}

Json begin_shape() {
  const std::string clock = "[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?";
  return shapes::matching("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]" + clock + "([Zz]|[+-][0-9]{2}:[0-9]{2})$");
}

/// A map of names and texts. What the names mean is known where the test is run.
Key<TestCase> names_and_texts(const std::string& name,
                              std::map<std::string, std::string> TestCase::* member) {
  const auto read = [name, member](const Reader& reader, const Node& node, TestCase& into) {
    if (!node.is_map()) return wrong_type(reader, node, name, "a map of names and values");
    for (const auto& entry : node.members) {
      if (const auto text = read_word(reader, entry.value, entry.key))
        (into.*member).insert_or_assign(entry.key, *text);
    }
  };
  return custom<TestCase>(name, [] { return shapes::map_of(shapes::scalar()); }, read, not_written<TestCase>);
}

/// `stand_ins: { night-doctor: ana }`.
void read_stand_ins(const Reader& reader, const Node& node, TestCase& into) {
  if (!node.is_map()) return wrong_type(reader, node, "stand_ins", "a map of rotations and people");
  for (const auto& entry : node.members) {
    reader.resolve(entry.place, entry.key, reader.names().rotations, "rotation");
    const auto person = read_word(reader, entry.value, entry.key);
    if (!person) continue;
    reader.resolve(entry.value.place, *person, reader.names().people, "person");
    into.stand_ins.insert_or_assign(entry.key, *person);
  }
}

/// Two tests of one name could not be told apart by whoever reads or picks them.
void check_names_differ(const Reader& reader, const Node& tests) {
  std::set<std::string, std::less<>> seen;
  for (const auto& test : tests.items) {
    const auto* name = test.get("name");
    if (name == nullptr || !name->is_scalar() || seen.insert(name->text).second) continue;
    reader.error(name->place, "duplicate_name",
                 "there is a test " + quoted(name->text) + " already; rename one");
  }
}

}  // namespace

const Table<TestCase>& test_keys() {
  constexpr auto kHour = std::chrono::hours{1};
  static const Table<TestCase> table(
      "a test",
      {word("name", &TestCase::name).required(),
       custom<TestCase>("at", &begin_shape, read_begin, not_written<TestCase>),
       custom<TestCase>("script", &script_shape, read_script, not_written<TestCase>).required(),
       custom<TestCase>("people", &test_people_shape, read_test_people, not_written<TestCase>),
       custom<TestCase>(
           "stand_ins", [] { return shapes::map_of(shapes::scalar()); }, read_stand_ins,
           not_written<TestCase>),
       section("faults", &TestCase::faults, fault_keys), names_and_texts("unstated", &TestCase::unstated),
       names_and_texts("insights", &TestCase::insights),
       duration("stays", &TestCase::stays, {.min = Duration{0}, .max = kHour}),
       custom<TestCase>(
           "expect", [] { return expect_keys().schema(); },
           [](const Reader& reader, const Node& node, TestCase& into) {
             read_expectation(reader, node, into.expect);
           },
           not_written<TestCase>)});
  return table;
}

void check_who(const Reader& reader, const Place& at, const std::string& name) {
  if (is_e164(name) || is_sip_uri(name)) return;
  auto known = reader.names().people;
  known.emplace_back("caller");
  reader.resolve(at, name, known, "person");
}

Json plain_json(const Node& node) {
  Findings nobody_reads_them;
  const Names none;
  return free_json(Reader(nobody_reads_them, none, true), node);
}

std::vector<TestCase> read_tests(const Reader& reader, const Sections& sections) {
  std::vector<TestCase> tests;
  for (const auto& node : sections.tests.items) {
    TestCase test{.name = {}, .file = std::string(node.place.file), .line = node.place.line};
    test_keys().read_complete(reader, node, test);
    tests.push_back(std::move(test));
  }
  check_names_differ(reader, sections.tests);
  return tests;
}

std::vector<std::string> tools_of(const Sections& sections) {
  std::set<std::string> tools;
  for (const auto& workflow : sections.workflows.members) {
    const auto* rules = workflow.value.get("rules");
    if (rules == nullptr) continue;
    for (const auto& rule : rules->items) {
      const auto* on = rule.get("on");
      if (on != nullptr && on->text.starts_with(kToolPrefix))
        tools.insert(on->text.substr(kToolPrefix.size()));
    }
  }
  return {tools.begin(), tools.end()};
}

std::vector<std::string> outgoing_workflows_of(const Sections& sections) {
  std::vector<std::string> names;
  const auto* usual = sections.defaults.at("match.direction");
  for (const auto& workflow : sections.workflows.members) {
    const auto* own = workflow.value.at("match.direction");
    const auto* direction = own == nullptr ? usual : own;
    if (direction != nullptr && direction->text == "outgoing") names.push_back(workflow.key);
  }
  return names;
}

void add_test_keys(std::vector<KeyGroup>& groups) {
  const auto first = groups.size();
  groups.push_back(test_keys().group());
  add_script_keys(groups);
  add_test_people_keys(groups);
  groups.push_back(fault_keys().group());
  add_expect_keys(groups);
  for (auto index = first; index < groups.size(); ++index) groups[index].use = KeyGroup::Use::OfTests;
}

}  // namespace callwright::language
