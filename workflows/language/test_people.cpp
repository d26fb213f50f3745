#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/test_parts.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

namespace callwright::language {
namespace {

using Habit = TestPerson::Kind;

constexpr auto kHabits = std::to_array<std::pair<std::string_view, Habit>>({{"answers", Habit::Answers},
                                                                            {"accepts", Habit::Accepts},
                                                                            {"declines", Habit::Declines},
                                                                            {"no_answer", Habit::NoAnswer},
                                                                            {"busy", Habit::Busy},
                                                                            {"rejects", Habit::Rejects},
                                                                            {"machine", Habit::Machine}});

std::vector<std::string> habit_names() {
  std::vector<std::string> names;
  std::ranges::transform(kHabits, std::back_inserter(names),
                         [](const auto& one) { return std::string(one.first); });
  return names;
}

void read_habit(const Reader& reader, const Node& node, TestPerson& into) {
  if (const auto index = read_choice(reader, node, "does", habit_names())) into.kind = kHabits[*index].second;
}

/// What Telnyx's machine detection may report in `result` of an event whose name ends so.
std::vector<std::string> results_of(std::string_view ending) {
  std::set<std::string> results;
  for (const auto& webhook : Catalogue::get().webhooks()) {
    if (!webhook.name.starts_with("call.machine.") || !webhook.name.ends_with(ending)) continue;
    for (const auto& field : webhook.payload) {
      if (field.name == "result") results.insert(field.accepted.begin(), field.accepted.end());
    }
  }
  return {results.begin(), results.end()};
}

Key<TestPerson> result_key(const std::string& name, std::string TestPerson::* member,
                           std::string_view ending) {
  return custom<TestPerson>(
      name, [ending] { return shapes::one_word_of(results_of(ending)); },
      [name, member, ending](const Reader& reader, const Node& node, TestPerson& into) {
        const auto accepted = results_of(ending);
        if (const auto index = read_choice(reader, node, name, accepted)) into.*member = accepted[*index];
      },
      [](const TestPerson&) -> std::optional<Json> { return std::nullopt; });
}

Key<TestPerson> after(const std::string& name, std::optional<Duration> TestPerson::* member) {
  return custom<TestPerson>(
      name, &shapes::duration,
      [name, member](const Reader& reader, const Node& node, TestPerson& into) {
        constexpr DurationRange kRange{.min = Duration{0}, .max = std::chrono::hours{1}};
        if (const auto time = read_duration(reader, node, name, kRange)) into.*member = *time;
      },
      [](const TestPerson&) -> std::optional<Json> { return std::nullopt; });
}

const Table<TestPerson>& habit_keys() {
  static const Table<TestPerson> table(
      "a person of a test",
      {custom<TestPerson>(
           "does", [] { return shapes::one_word_of(habit_names()); }, read_habit,
           [](const TestPerson&) -> std::optional<Json> { return std::nullopt; }),
       after("answers_after", &TestPerson::answers_after), word("presses", &TestPerson::presses),
       after("press_after", &TestPerson::press_after),
       result_key("verdict", &TestPerson::verdict, ".detection.ended"),
       after("verdict_after", &TestPerson::verdict_after),
       result_key("greeting", &TestPerson::greeting, ".greeting.ended"),
       after("hangs_up_after", &TestPerson::hangs_up_after)});
  return table;
}

void read_ring(const Reader& reader, const Node& node, std::vector<TestPerson>& into) {
  TestPerson person;
  if (node.is_map()) {
    habit_keys().read(reader, node, person);
  } else {
    read_habit(reader, node, person);
  }
  into.push_back(std::move(person));
}

}  // namespace

void read_test_people(const Reader& reader, const Node& node, TestCase& into) {
  if (!node.is_map()) return wrong_type(reader, node, "people", "a map of people and what they do");
  for (const auto& member : node.members) {
    check_who(reader, member.place, member.key);
    auto& rings = into.people[member.key];
    if (!member.value.is_list()) {
      read_ring(reader, member.value, rings);
      continue;
    }
    if (member.value.items.empty())
      reader.error(member.value.place, "empty_list", quoted(member.key) + " does at least one thing");
    for (const auto& item : member.value.items) read_ring(reader, item, rings);
  }
}

Json test_people_shape() {
  const auto ring = shapes::any_of({shapes::one_word_of(habit_names()), habit_keys().schema()});
  return shapes::map_of(shapes::any_of({ring, shapes::list(ring, 1)}));
}

void add_test_people_keys(std::vector<KeyGroup>& groups) { groups.push_back(habit_keys().group()); }

}  // namespace callwright::language
