#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator::assistants {

/// One condition in PostgREST's form: `eq.+1312…`, `gte.2026-01-01`, `not.like.Voice%`, `in.(a,b)`,
/// `is.null`.
struct Condition {
  std::string column;
  std::string operation;  ///< eq, neq, gt, gte, lt, lte, like, ilike, in, is
  std::string value;
  bool is_negated = false;
};

/// Empty when the text is no such condition.
std::optional<Condition> parse_condition(std::string_view column, std::string_view text);

/// The conditions of `or=(name.eq.a,created_at.gt.2026-01-01)`; empty when the text is no such list.
std::optional<std::vector<Condition>> parse_alternatives(std::string_view text);

/// What has no value fulfils nothing but `is.null`. Times are compared as times, everything else as text.
bool holds(const Condition& condition, const std::optional<std::string>& value);

/// Parts between commas that are in no brackets.
std::vector<std::string> comma_parts(std::string_view text);

}  // namespace callwright::simulator::assistants
