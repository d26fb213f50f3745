#include "handlers/variables/encode.hpp"

#include "handlers/ports/http_text.hpp"

namespace callwright {

std::string encode_query_value(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (c == '+' || c == ':' || c == '@') {
      encoded += c;
    } else {
      encoded += percent_encode(std::string_view(&c, 1));
    }
  }
  return encoded;
}

std::optional<std::string> render_encoded(const Template& text, const Scope& scope,
                                          std::string (*encode)(std::string_view)) {
  std::string rendered;
  for (const auto& part : text.parts()) {
    if (!part.is_path) {
      rendered += part.text;
      continue;
    }
    auto value = scope.value(part.text).value_or("");
    if (value.empty()) value = part.fallback.value_or("");
    if (value.empty() && !part.fallback) return std::nullopt;
    rendered += encode(value);
  }
  return rendered;
}

}  // namespace callwright
