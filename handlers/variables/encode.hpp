#pragma once

#include "workflows/language/template.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// Everything that could end a value of a query or begin another as %XX. `+`, `:` and `@` stay, as Telnyx
/// writes numbers in its queries.
std::string encode_query_value(std::string_view text);

/// The text with every value encoded by `encode`, so that none can add to its structure. Empty when a value
/// is missing that has no default: a question for nothing in particular may be answered with anybody.
std::optional<std::string> render_encoded(const Template& text, const Scope& scope,
                                          std::string (*encode)(std::string_view));

}  // namespace callwright
