#include "workflows/language/condition.hpp"

#include <algorithm>
#include <charconv>
#include <compare>
#include <optional>

#include <re2/re2.h>

namespace callwright {
namespace {

using Operator = Condition::Operator;

/// A number as JSON writes it. More than 15 digits are an id rather than a quantity: a double would call two
/// different ones equal. `007` and `+1312…` stay text.
std::optional<double> number_of(std::string_view text) {
  if (text.empty() || text.size() > 15) return std::nullopt;
  const auto digits = text.substr(text.front() == '-' ? 1 : 0);
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::partial_ordering compare(std::string_view a, std::string_view b) {
  const auto left = number_of(a);
  const auto right = number_of(b);
  if (left && right) return *left <=> *right;
  return a <=> b;
}

bool equals_any(const std::string& value, const std::vector<std::string>& candidates) {
  return std::ranges::any_of(candidates, [&](const auto& c) { return compare(value, c) == 0; });
}

bool compares(Operator op, std::partial_ordering order) {
  switch (op) {
    case Operator::Lt: return order < 0;
    case Operator::Lte: return order <= 0;
    case Operator::Gt: return order > 0;
    default: return order >= 0;
  }
}

}  // namespace

bool passes(const Condition::Test& test, const std::optional<std::string>& value) {
  const std::string wanted = test.values.empty() ? std::string() : test.values.front();
  if (test.op == Operator::Exists) return value.has_value() == (wanted == "true");
  if (!value) return test.op == Operator::Ne;
  switch (test.op) {
    case Operator::Eq:
    case Operator::In: return equals_any(*value, test.values);
    case Operator::Ne: return !equals_any(*value, test.values);
    case Operator::Contains: return value->find(wanted) != std::string::npos;
    case Operator::StartsWith: return value->starts_with(wanted);
    case Operator::Matches: return test.pattern != nullptr && re2::RE2::PartialMatch(*value, *test.pattern);
    default: return compares(test.op, compare(*value, wanted));
  }
}

bool is_number(std::string_view text) { return number_of(text).has_value(); }

bool holds(const Condition& condition, const Scope& scope) {
  const auto holds_here = [&](const Condition& inner) { return holds(inner, scope); };
  return (condition.during.empty() || scope.is_open(condition.during)) &&
         (condition.outside.empty() || !scope.is_open(condition.outside)) &&
         std::ranges::all_of(condition.tests,
                             [&](const auto& test) { return passes(test, scope.value(test.path)); }) &&
         (condition.any.empty() || std::ranges::any_of(condition.any, holds_here)) &&
         std::ranges::none_of(condition.none_of, holds_here);
}

}  // namespace callwright
