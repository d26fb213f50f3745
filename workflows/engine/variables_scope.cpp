#include "workflows/engine/variables_scope.hpp"

#include <utility>

namespace callwright {

VariablesScope::VariablesScope(const Bundle& bundle, Call call, TimePoint now, Json payload, Json lookup)
    : call_(bundle, std::move(call), Input{.at = now, .what = {}}),
      payload_(std::move(payload)),
      lookup_(std::move(lookup)) {}

std::optional<std::string> VariablesScope::value(std::string_view path) const {
  constexpr std::string_view kLookup = "lookup.";
  if (!path.starts_with(kLookup)) return engine::CallScope(call_, {.event = &payload_}).value(path);
  if (lookup_.is_null()) return std::nullopt;
  const auto document = JsonDocument::of(lookup_);
  const auto node = document.root().at_path(path.substr(kLookup.size()));
  if (!node.exists() || node.is_null()) return std::nullopt;
  return node.display();
}

bool VariablesScope::is_open(std::string_view schedule) const {
  return engine::CallScope(call_, {.event = &payload_}).is_open(schedule);
}

}  // namespace callwright
