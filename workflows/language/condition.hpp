#pragma once

#include "workflows/language/template.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace callwright {

/// A condition of a rule's `if`. All tests of a map must hold; `any` and `not` nest.
struct Condition {
  enum class Operator { Eq, Ne, In, Lt, Lte, Gt, Gte, Contains, StartsWith, Matches, Exists };
  struct Test {
    std::string path;
    Operator op = Operator::Eq;
    std::vector<std::string> values;  ///< one, or the list of `in`; `true`/`false` for exists
    std::shared_ptr<const re2::RE2> pattern;
  };
  std::vector<Test> tests;
  std::vector<Condition> any;      ///< at least one must hold, when there are some
  std::vector<Condition> none_of;  ///< none of them may hold
  std::string during;              ///< this schedule is open; empty: any time
  std::string outside;             ///< this one is not
  [[nodiscard]] bool empty() const {
    return tests.empty() && any.empty() && none_of.empty() && during.empty() && outside.empty();
  }
};

/// A number as JSON writes it, of at most 15 digits: what conditions compare by size. `007`, `+1312…` and
/// longer ones are text, because they name something.
bool is_number(std::string_view text);

/// Whether one test holds for a value; empty: there is none.
bool passes(const Condition::Test& test, const std::optional<std::string>& value);

/// Numbers compare as numbers where both sides are numbers, else as text. A missing value equals nothing, so
/// only `ne` and `exists: false` hold for it. `matches` finds its pattern anywhere; anchor it with `^` and
/// `$`.
bool holds(const Condition& condition, const Scope& scope);

}  // namespace callwright
