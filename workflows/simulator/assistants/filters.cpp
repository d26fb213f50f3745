#include "workflows/simulator/assistants/filters.hpp"

#include "workflows/simulator/assistants/when.hpp"

#include <algorithm>
#include <compare>
#include <tuple>
#include <utility>

namespace callwright::simulator::assistants {
namespace {

constexpr std::string_view kOperations[] = {"eq",  "neq",  "gt",    "gte", "lt",
                                            "lte", "like", "ilike", "in",  "is"};

/// Splits at the first dot; the rest is empty when there is none.
std::pair<std::string_view, std::string_view> at_dot(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return {text, {}};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

std::optional<std::string_view> in_brackets(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('(') || !text.ends_with(')')) return std::nullopt;
  return text.substr(1, text.size() - 2);
}

std::strong_ordering compared(const std::string& a, const std::string& b) {
  const auto time_a = moment(a);
  const auto time_b = moment(b);
  if (time_a && time_b) return *time_a <=> *time_b;
  return a <=> b;
}

/// `%` and `*` stand for any text, `_` for any character. After a mismatch the last `%` takes one more.
bool is_like(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t after_any = std::string_view::npos;
  std::size_t taken_until = 0;
  while (at < text.size()) {
    const char wanted = in_pattern < pattern.size() ? pattern[in_pattern] : '\0';
    if (wanted == '%' || wanted == '*') {
      after_any = ++in_pattern;
      taken_until = at;
    } else if (in_pattern < pattern.size() && (wanted == '_' || wanted == text[at])) {
      ++in_pattern;
      ++at;
    } else if (after_any != std::string_view::npos) {
      in_pattern = after_any;
      at = ++taken_until;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of("%*", in_pattern) == std::string_view::npos;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

bool is_among(const std::string& value, std::string_view list) {
  const auto inner = in_brackets(list);
  if (!inner) return false;
  const auto parts = comma_parts(*inner);
  return std::ranges::find(parts, value) != parts.end();
}

bool fulfils(const Condition& condition, const std::string& value) {
  const auto& operation = condition.operation;
  if (operation == "like") return is_like(value, condition.value);
  if (operation == "ilike") return is_like(lower(value), lower(condition.value));
  if (operation == "in") return is_among(value, condition.value);
  if (operation == "is") return false;
  const auto order = compared(value, condition.value);
  if (operation == "eq") return order == 0;
  if (operation == "neq") return order != 0;
  if (operation == "gt") return order > 0;
  if (operation == "gte") return order >= 0;
  if (operation == "lt") return order < 0;
  return order <= 0;
}

}  // namespace

std::vector<std::string> comma_parts(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::optional<Condition> parse_condition(std::string_view column, std::string_view text) {
  Condition condition;
  condition.column = column;
  auto [operation, value] = at_dot(text);
  condition.is_negated = operation == "not";
  if (condition.is_negated) std::tie(operation, value) = at_dot(value);
  if (std::ranges::find(kOperations, operation) == std::end(kOperations)) return std::nullopt;
  if (value.empty() && text.find('.') == std::string_view::npos) return std::nullopt;
  condition.operation = operation;
  condition.value = value;
  return condition;
}

std::optional<std::vector<Condition>> parse_alternatives(std::string_view text) {
  const auto inner = in_brackets(text);
  if (!inner) return std::nullopt;
  std::vector<Condition> conditions;
  for (const auto& part : comma_parts(*inner)) {
    const auto [column, rest] = at_dot(part);
    auto condition = parse_condition(column, rest);
    if (!condition) return std::nullopt;
    conditions.push_back(*std::move(condition));
  }
  return conditions;
}

bool holds(const Condition& condition, const std::optional<std::string>& value) {
  if (!value) return condition.operation == "is" && !condition.is_negated;
  return fulfils(condition, *value) != condition.is_negated;
}

}  // namespace callwright::simulator::assistants
