#include "workflows/language/text_check.hpp"

namespace callwright::language {
namespace {

using Byte = unsigned char;

bool is_tail(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<Byte>(text[at]) & 0xC0U) == 0x80U;
}

/// Length of the character that starts at `at`, 0 when it is not well formed.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto lead = static_cast<Byte>(text[at]);
  const auto next = at + 1 < text.size() ? static_cast<Byte>(text[at + 1]) : Byte{0};
  if (lead < 0x80) return lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r' ? 0 : lead != 0x7F;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  // Overlong forms, surrogates and code points above U+10FFFF show in the second byte.
  if (lead == 0xC2 && next < 0xA0 && next != 0x85) return 0;  // 0x85 is a line end
  if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F)) return 0;
  if ((lead == 0xF0 && next < 0x90) || (lead == 0xF4 && next > 0x8F)) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_tail(text, at + i)) return 0;
  }
  return length;
}

}  // namespace

std::optional<std::size_t> first_unreadable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::string readable(std::string_view text) {
  std::string shown(text);
  for (std::size_t at = 0; at < shown.size();) {
    const auto length = character_length(shown, at);
    if (length == 0 || shown[at] == '\n' || shown[at] == '\r') {
      shown[at++] = '?';
    } else if (length == 2 && shown.substr(at, 2) == "\xC2\x85") {
      shown.replace(at, 2, "??");
      at += 2;
    } else {
      at += length;
    }
  }
  return shown;
}

}  // namespace callwright::language
