#include "workflows/assistants/edit.hpp"

#include "workflows/assistants/yaml_text.hpp"
#include "workflows/language/findings.hpp"
#include "workflows/language/tree.hpp"

#include <algorithm>
#include <vector>

namespace callwright::assistants {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size() - 1);
    lines.push_back(text.substr(begin, end + 1 - begin));
    begin = end + 1;
  }
  if (!lines.empty() && !lines.back().ends_with('\n')) lines.back() += '\n';
  return lines;
}

/// An indented `#` may be a line of a text.
bool is_blank_or_comment(const std::string& line) {
  return line.starts_with('#') || line.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Each field begins a line at its beginning, in the order of the file.
bool is_block_map(const language::Node& written) {
  int line = 0;
  for (const auto& member : written.members) {
    if (member.place.column != 1 || member.place.line <= line) return false;
    line = member.place.line;
  }
  return written.is_map();
}

/// The line behind a field, from 0: comments before the next field belong to that one.
std::size_t end_of(const std::vector<std::string>& lines, std::size_t begin, std::size_t next) {
  auto end = next;
  while (end > begin + 1 && is_blank_or_comment(lines[end - 1])) --end;
  return end;
}

std::string member_text(std::string_view field, const Json& value) {
  return yaml_member(field, JsonDocument::of(value).root());
}

/// An anchor that went with its field, say, leaves a file that cannot be read.
bool is_readable(const std::string& text) {
  language::Findings findings;
  std::size_t nodes = 0;
  const SourceFile file{.name = "edited", .text = text};
  return language::parse_yaml(file, findings, nodes).is_complete && !findings.has_errors();
}

std::string with_changes(const std::string& text, const language::Node& written, const Settings& changes) {
  const auto lines = lines_of(text);
  std::string result;
  std::size_t at = 0;
  for (std::size_t i = 0; i < written.members.size(); ++i) {
    const auto& member = written.members[i];
    const auto change = changes.find(member.key);
    if (change == changes.end()) continue;
    const auto begin = static_cast<std::size_t>(member.place.line) - 1;
    const bool is_last = i + 1 == written.members.size();
    const auto next =
        is_last ? lines.size() : static_cast<std::size_t>(written.members[i + 1].place.line) - 1;
    for (; at < begin; ++at) result += lines[at];
    if (!change->second.is_null()) result += member_text(member.key, change->second);
    at = end_of(lines, begin, next);
  }
  for (; at < lines.size(); ++at) result += lines[at];
  for (const auto& [field, value] : changes) {
    if (written.find(field) == nullptr && !value.is_null()) result += member_text(field, value);
  }
  return result;
}

}  // namespace

std::string edited(const std::string& text, const language::Node& written, const Settings& changes,
                   const Settings& all) {
  if (is_block_map(written)) {
    auto result = with_changes(text, written, changes);
    if (is_readable(result)) return result;
  }
  return yaml_text(JsonDocument::of(json_of(all)).root());
}

}  // namespace callwright::assistants
