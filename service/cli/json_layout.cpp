#include "service/cli/json_layout.hpp"

namespace callwright::cli {
namespace {

/// Where the string that begins at `at` ends: behind its closing quote.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (auto i = at + 1; i < json.size(); ++i) {
    if (json[i] == '"') return i + 1;
    if (json[i] == '\\') ++i;
  }
  return json.size();
}

}  // namespace

std::string laid_out(std::string_view json) {
  std::string text;
  std::size_t depth = 0;
  const auto next_line = [&] { text += "\n" + std::string(2 * depth, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      const auto end = end_of_string(json, i);
      text += json.substr(i, end - i);
      i = end - 1;
    } else if (c == '{' || c == '[') {
      const bool is_empty = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
      text += c;
      if (is_empty) text += json[++i];
      if (is_empty) continue;
      ++depth;
      next_line();
    } else if (c == '}' || c == ']') {
      --depth;
      next_line();
      text += c;
    } else {
      text += c;
      if (c == ',') next_line();
      if (c == ':') text += ' ';
    }
  }
  return text;
}

std::string without_controls(std::string_view json) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto byte = static_cast<unsigned char>(json[i]);
    const auto next = i + 1 < json.size() ? static_cast<unsigned char>(json[i + 1]) : 0U;
    const bool is_c1 = byte == 0xC2U && next >= 0x80U && next < 0xA0U;
    if (!is_c1 && byte != 0x7FU) {
      text += json[i];
      continue;
    }
    const auto code = is_c1 ? next : byte;
    text += "\\u00";
    text += kDigits[code >> 4U];
    text += kDigits[code & 0xFU];
    if (is_c1) ++i;
  }
  return text;
}

}  // namespace callwright::cli
