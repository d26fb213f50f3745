#include "workflows/language/contradiction.hpp"

#include <algorithm>
#include <optional>

namespace callwright::language {
namespace {

using Operator = Condition::Operator;
using Test = Condition::Test;

constexpr std::size_t kTestsMax = 64;  // more are not compared with each other

bool is_text_test(const Test& test) {
  return test.op == Operator::Contains || test.op == Operator::StartsWith || test.op == Operator::Matches;
}

bool is_missing_wanted(const Test& test) {
  return test.op == Operator::Exists && !test.values.empty() && test.values.front() == "false";
}

/// `5` is also `5.0`, of which a text comparison may hold.
bool has_other_spellings(const std::string& value, const std::vector<Test>& tests) {
  return is_number(value) && std::ranges::any_of(tests, is_text_test);
}

bool fulfils(const std::string& value, const std::vector<Test>& tests) {
  return std::ranges::all_of(tests, [&](const Test& test) { return passes(test, value); });
}

/// The values named by the first `eq` or `in`; the others are judged on each.
std::optional<std::vector<std::string>> candidates_of(const std::vector<Test>& tests) {
  const auto naming = std::ranges::find_if(
      tests, [](const Test& test) { return test.op == Operator::Eq || test.op == Operator::In; });
  if (naming == tests.end()) return std::nullopt;
  return naming->values;
}

/// Some number lies between the bounds, or one of them is no number.
bool has_room(const std::vector<Test>& tests) {
  const auto is_low = [](const Test& test) { return test.op == Operator::Gt || test.op == Operator::Gte; };
  const auto is_high = [](const Test& test) { return test.op == Operator::Lt || test.op == Operator::Lte; };
  for (const auto& low : tests) {
    if (!is_low(low) || low.values.empty() || !is_number(low.values.front())) continue;
    for (const auto& high : tests) {
      if (!is_high(high) || high.values.empty() || !is_number(high.values.front())) continue;
      const Test at_most{.op = Operator::Lte, .values = high.values};
      const bool meets_at_a_point = passes(high, low.values.front()) && passes(low, high.values.front());
      const Test below{.op = Operator::Lt, .values = high.values};
      if (!passes(at_most, low.values.front())) return false;
      if (!passes(below, low.values.front()) && !meets_at_a_point) return false;
    }
  }
  return true;
}

/// Of one path.
bool can_all_hold(const std::vector<Test>& tests) {
  if (std::ranges::any_of(tests, is_missing_wanted))
    return std::ranges::all_of(tests, [](const Test& test) { return passes(test, std::nullopt); });
  if (const auto candidates = candidates_of(tests)) {
    return std::ranges::any_of(*candidates, [&](const std::string& value) {
      return has_other_spellings(value, tests) || fulfils(value, tests);
    });
  }
  return has_room(tests);
}

bool can_hold_together(const std::vector<Test>& tests) {
  return std::ranges::all_of(tests, [&](const Test& first) {
    std::vector<Test> of_path;
    std::ranges::copy_if(tests, std::back_inserter(of_path),
                         [&](const Test& test) { return test.path == first.path; });
    return can_all_hold(of_path);
  });
}

/// The test that holds exactly when `test` does not, where there is one.
std::optional<Test> opposite_of(Test test) {
  switch (test.op) {
    case Operator::Eq:
    case Operator::In: test.op = Operator::Ne; return test;
    case Operator::Ne: test.op = test.values.size() == 1 ? Operator::Eq : Operator::In; return test;
    case Operator::Exists: test.values = {is_missing_wanted(test) ? "true" : "false"}; return test;
    default: return std::nullopt;
  }
}

void add_opposites(const Condition& condition, std::vector<Test>& tests) {
  for (const auto& denied : condition.none_of) {
    const bool is_single = denied.tests.size() == 1 && denied.any.empty() && denied.none_of.empty() &&
                           denied.during.empty() && denied.outside.empty();
    if (!is_single) continue;
    if (auto opposite = opposite_of(denied.tests.front())) tests.push_back(*std::move(opposite));
  }
}

/// `outer`: tests that must hold as well.
bool can_hold(const Condition& condition, std::vector<Test> outer) {
  outer.insert(outer.end(), condition.tests.begin(), condition.tests.end());
  add_opposites(condition, outer);
  if (outer.size() > kTestsMax) return true;
  if (!can_hold_together(outer)) return false;
  return condition.any.empty() ||
         std::ranges::any_of(condition.any, [&](const Condition& one) { return can_hold(one, outer); });
}

}  // namespace

bool can_hold(const Condition& condition) { return can_hold(condition, {}); }

}  // namespace callwright::language
