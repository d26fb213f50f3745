#include "workflows/language/reference_text.hpp"
#include "workflows/language/shape.hpp"

#include <map>
#include <utility>
#include <vector>

namespace callwright::language {
namespace {

using Meanings = std::map<std::pair<std::string, std::string>, std::string, std::less<>>;

std::string trimmed(std::string_view text) {
  const auto first = std::min(text.find_first_not_of(' '), text.size());
  const auto last = text.find_last_not_of(' ');
  return last == std::string_view::npos ? std::string() : std::string(text.substr(first, last + 1 - first));
}

/// The cells of `| a | b |`.
std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells;
  for (row.remove_prefix(1); !row.empty();) {
    const auto bar = std::min(row.find('|'), row.size());
    cells.push_back(trimmed(row.substr(0, bar)));
    row.remove_prefix(std::min(bar + 1, row.size()));
  }
  return cells;
}

/// The words in backquotes.
std::vector<std::string> keys_in(const std::string& cell) {
  std::vector<std::string> keys;
  for (auto at = cell.find('`'); at != std::string::npos; at = cell.find('`', at + 1)) {
    const auto end = cell.find('`', at + 1);
    if (end == std::string::npos) break;
    keys.push_back(cell.substr(at + 1, end - at - 1));
    at = end;
  }
  return keys;
}

/// `| keys | type | meaning |`, or with a default before the meaning.
void add_row(const std::string& group, std::string_view line, Meanings& meanings) {
  constexpr std::string_view kRequired = "*required*";
  const auto cells = cells_of(line);
  if (cells.size() < 3) return;
  auto text = cells.back() + (cells.back().empty() ? "" : "\n\n") + "Type: " + cells[1];
  const auto fallback = cells.size() > 3 ? cells[2] : std::string();
  if (fallback.starts_with(kRequired)) {
    text += "\n\nRequired" + fallback.substr(kRequired.size());
  } else if (!fallback.empty() && fallback != "–") {
    text += "\n\nDefault: " + fallback;
  }
  for (const auto& key : keys_in(cells[0])) meanings.emplace(std::pair{group, key}, text);
}

Meanings read_meanings() {
  constexpr std::string_view kHeading = "### Keys of ";
  Meanings meanings;
  std::string group;
  for (auto text = reference_text(); !text.empty();) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kHeading)) group = line.substr(kHeading.size());
    if (line.starts_with("| `") && !group.empty()) add_row(group, line, meanings);
  }
  return meanings;
}

}  // namespace

std::string reference_of(std::string_view group, std::string_view key) {
  static const Meanings meanings = read_meanings();
  const auto found = meanings.find(std::pair{std::string(group), std::string(key)});
  return found == meanings.end() ? std::string() : found->second;
}

}  // namespace callwright::language
