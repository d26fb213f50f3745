#include "workflows/language/file_text.hpp"

#include "workflows/language/text_check.hpp"

#include <algorithm>
#include <string>

namespace callwright::language {
namespace {

std::string why_unreadable(std::string_view text, std::size_t at) {
  constexpr std::string_view kSave = "; save the file as UTF-8";
  const auto byte = static_cast<unsigned char>(text[at]);
  const bool is_wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
                       (byte == 0 && at < 4 && text.size() > 1);
  if (is_wide) return "this file is UTF-16 or UTF-32" + std::string(kSave);
  if (byte >= 0x80) return "this is no UTF-8 text, perhaps Latin-1" + std::string(kSave);
  return "a file may not hold control characters; remove this one";
}

}  // namespace

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

bool is_readable(const SourceFile& file, Findings& findings) {
  if (file.text.size() > kFileBytesMax) {
    findings.error({file.name, 1, 1}, "too_large",
                   "the file is larger than " + std::to_string(kFileBytesMax / 1024) + " KiB; split it");
    return false;
  }
  const auto bad = first_unreadable(file.text);
  if (!bad) return true;
  const auto before = without_mark(std::string_view(file.text).substr(0, *bad));
  const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  findings.error({file.name, static_cast<int>(std::ranges::count(before, '\n')) + 1,
                  static_cast<int>(before.size() - line_start) + 1},
                 "not_text", why_unreadable(file.text, *bad));
  return false;
}

std::optional<Place> first_tab_indent(const SourceFile& file, int last_line) {
  std::string_view text = without_mark(file.text);
  for (int line = 0; line <= last_line && !text.empty(); ++line) {
    const auto indent = text.substr(0, text.find_first_not_of(" \t"));
    const auto tab = indent.find('\t');
    if (tab != std::string_view::npos) return Place{file.name, line + 1, static_cast<int>(tab) + 1, 1};
    const auto end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return std::nullopt;
}

}  // namespace callwright::language
