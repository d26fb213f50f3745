#include "workflows/language/source_text.hpp"

#include "workflows/language/text_check.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace callwright::language {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kShownBefore = 80;   // bytes of a long line before the place
constexpr std::size_t kShownBehind = 100;  // and from its begin on
constexpr int kLinesSearched = 64;         // a block of text in which a part is looked for
constexpr std::size_t kBytesSearched = 4096;

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

int characters(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(text, [](char c) { return !is_tail(c); }));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<std::string_view> lines;
  while (true) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

/// Behind `&anchor` and `!tag`, which the parser takes for the begin of the value.
std::size_t behind_properties(std::string_view line, std::size_t begin) {
  auto at = begin;
  while (at < line.size() && (line[at] == '&' || line[at] == '!')) {
    at = line.find_first_not_of(' ', std::min(line.find(' ', at), line.size()));
  }
  return at >= line.size() ? begin : at;
}

/// Behind the quote that closes the one at `begin`, or the end of the line where the text goes on.
std::size_t behind_quotes(std::string_view line, std::size_t begin) {
  const char quote = line[begin];
  for (auto at = begin + 1; at < line.size(); ++at) {
    const auto rest = line.substr(at);
    if (rest.starts_with(quote == '"' ? "\\" : "''")) {
      ++at;
    } else if (line[at] == quote) {
      return at + 1;
    }
  }
  return line.size();
}

std::size_t end_of_value(std::string_view line, std::size_t begin, int length) {
  if (begin >= line.size()) return begin;
  if (line[begin] == '"' || line[begin] == '\'') return behind_quotes(line, begin);
  const auto end = std::min(line.size(), begin + static_cast<std::size_t>(std::max(length, 1)));
  const auto next = std::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(end), line.end(), is_tail);
  return static_cast<std::size_t>(next - line.begin());
}

bool is_word(std::string_view line, std::size_t at) {
  constexpr std::string_view kInside = "_-.";
  if (at >= line.size()) return false;
  const auto c = static_cast<unsigned char>(line[at]);
  return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20U) >= 'a' && (c | 0x20U) <= 'z') ||
         kInside.find(line[at]) != std::string_view::npos;
}

/// Where `part` stands by itself, not as a piece of a longer word.
std::optional<std::size_t> find_word(std::string_view line, std::string_view part, std::size_t from) {
  const auto text = line.substr(0, std::min(line.size(), from + kBytesSearched));
  for (auto at = text.find(part, from); at != std::string_view::npos; at = text.find(part, at + 1)) {
    const bool begins = at == 0 || !is_word(line, at - 1) || !is_word(line, at);
    const auto end = at + part.size();
    if (begins && (!is_word(line, end) || !is_word(line, end - 1))) return at;
  }
  return std::nullopt;
}

/// Columns on a terminal: those of East Asia and of emoji are two wide, everything else counts as one.
int width_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  if (byte(0) >= 0xF0U) return 2;
  if (byte(0) < 0xE0U) return 1;
  const auto code = (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
  const bool is_wide = (code >= 0x1100U && code <= 0x115FU) || (code >= 0x2E80U && code <= 0xA4CFU) ||
                       (code >= 0xAC00U && code <= 0xD7A3U) || (code >= 0xF900U && code <= 0xFAFFU) ||
                       (code >= 0xFE30U && code <= 0xFE6FU) || (code >= 0xFF00U && code <= 0xFF60U);
  return is_wide ? 2 : 1;
}

/// As wide as `text`, tabs copied, so that it moves the cursor as the line above did.
std::string drawn(std::string_view text, char with) {
  std::string line;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_tail(text[at])) continue;
    if (text[at] == '\t' && with == ' ') {
      line += '\t';
    } else {
      line.append(static_cast<std::size_t>(width_at(text.substr(at))), with);
    }
  }
  return line;
}

std::size_t at_character(std::string_view line, std::size_t at) {
  while (at > 0 && at < line.size() && is_tail(line[at])) --at;
  return std::min(at, line.size());
}

void show(Finding& finding, std::string_view line, std::size_t begin, std::size_t end) {
  const auto first = begin > kShownBefore ? at_character(line, begin - kShownBefore) : 0;
  const auto last = at_character(line, begin + kShownBehind);
  const std::string before = (first > 0 ? "…" : "") + readable(line.substr(first, begin - first));
  const auto place = readable(line.substr(begin, std::min(end, last) - begin));
  finding.source = before + place + readable(line.substr(begin + place.size(), last - begin - place.size()));
  if (last < line.size()) finding.source += "…";
  const auto under = drawn(place, '~');
  finding.caret = drawn(before, ' ') + "^" + (under.empty() ? "" : under.substr(1));
}

}  // namespace

SourceText::SourceText(const std::vector<SourceFile>& files) {
  for (const auto& file : files) files_.emplace(file.name, lines_of(file.text));
}

SourceText::Range SourceText::range_of(const Lines& lines, const Place& place) {
  const auto& line = lines[static_cast<std::size_t>(place.line) - 1];
  const auto column = static_cast<std::size_t>(std::max(place.column, 1)) - 1;
  const auto begin = behind_properties(line, std::min(column, line.size()));
  const Range whole{place.line, begin, end_of_value(line, begin, place.length)};
  if (place.part.empty()) return whole;
  const auto last = std::min(static_cast<int>(lines.size()), place.line + kLinesSearched);
  for (int number = place.line; number <= last; ++number) {
    const auto here = lines[static_cast<std::size_t>(number) - 1];
    const auto found = find_word(here, place.part, number == place.line ? begin : 0);
    if (found) return {number, *found, *found + place.part.size()};
  }
  return whole;
}

void SourceText::locate(Finding& finding, const Place& place) const {
  const auto file = files_.find(place.file);
  if (file == files_.end() || place.line < 1) return;
  const auto count = static_cast<int>(file->second.size());
  const auto range = place.line > count ? Range{count, file->second.back().size(), file->second.back().size()}
                                        : range_of(file->second, place);
  const auto line = file->second[static_cast<std::size_t>(range.line) - 1];
  finding.line = range.line;
  finding.column = characters(line.substr(0, range.begin)) + 1;
  // Bytes that are no text may be no character either, but they stand somewhere.
  if (range.end > range.begin)
    finding.end_column =
        finding.column + std::max(1, characters(line.substr(range.begin, range.end - range.begin)));
  show(finding, line, range.begin, range.end);
}

}  // namespace callwright::language
