#pragma once

#include "workflows/engine/scope.hpp"

namespace callwright {

/// Values of `variables`, `lookup`, `memory` and `metadata`: those of a rule without a run, `lookup.*`, and
/// `event.*` as the payload of `assistant.initialization`. The bundle outlives it.
class VariablesScope final : public Scope {
 public:
  /// `call` may be one that nobody knows more of than its numbers. `lookup` is null where nobody was asked.
  VariablesScope(const Bundle& bundle, Call call, TimePoint now, Json payload, Json lookup);
  [[nodiscard]] std::optional<std::string> value(std::string_view path) const override;
  [[nodiscard]] bool is_open(std::string_view schedule) const override;

 private:
  engine::Decision call_;  ///< only read
  Json payload_;
  Json lookup_;
};

}  // namespace callwright
