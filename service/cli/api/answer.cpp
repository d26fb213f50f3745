#include "service/cli/api/answer.hpp"

#include "service/cli/api/options.hpp"
#include "service/cli/api/pages.hpp"
#include "service/cli/json_layout.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::cli::api {
namespace {

constexpr std::size_t kColumnsMax = 6;
constexpr std::size_t kCellBytesMax = 60;
/// Columns that nobody asked for are shown only while there are fewer.
constexpr std::size_t kColumnsEnough = 4;
/// What people look for behind the id, in this order.
constexpr std::array<std::string_view, 12> kLiked = {"name",   "display_name", "type",       "status",
                                                     "role",   "model",        "from",       "to",
                                                     "method", "created_at",   "event_type", "text"};

std::string cell_of(const JsonNode& value) {
  const auto text = value.display();
  const auto cut = cut_utf8(text, kCellBytesMax);
  return printable(cut) + (cut.size() < text.size() ? "…" : "");
}

bool is_scalar(const JsonNode& value) {
  const auto kind = value.kind();
  return kind == JsonNode::Kind::String || kind == JsonNode::Kind::Number || kind == JsonNode::Kind::Boolean;
}

/// The column that identifies a row: `id`, else the first that ends so.
std::string id_column(const std::vector<std::string>& names) {
  const auto plain = std::ranges::find(names, "id");
  const auto found = plain != names.end() ? plain : std::ranges::find_if(names, [](const auto& name) {
    return name.ends_with("_id");
  });
  return found == names.end() ? std::string() : *found;
}

/// Smaller comes first; the order of the answer decides between equals.
std::size_t rank_of(std::string_view name, std::string_view id) {
  if (name == id) return 0;
  const auto* found = std::ranges::find(kLiked, name);
  if (found != kLiked.end()) return 1 + static_cast<std::size_t>(found - kLiked.begin());
  return kLiked.size() + (name.ends_with("_id") ? 1U : 2U);
}

std::vector<std::string> columns_of(const std::vector<JsonNode>& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) {
    for (const auto& [name, value] : row.members()) {
      const bool is_new = std::ranges::find(names, name) == names.end();
      if (is_new && is_scalar(value) && name != "record_type") names.emplace_back(name);
    }
  }
  const auto id = id_column(names);
  std::map<std::pair<std::size_t, std::size_t>, std::string> ranked;
  for (std::size_t i = 0; i < names.size(); ++i)
    ranked.emplace(std::pair(rank_of(names[i], id), i), names[i]);
  std::vector<std::string> columns;
  for (const auto& [rank, name] : ranked) {
    const bool is_liked = rank.first <= kLiked.size();
    if (columns.size() < (is_liked ? kColumnsMax : kColumnsEnough)) columns.push_back(name);
  }
  return columns;
}

std::string heading_of(std::string_view name) {
  auto text = in_capitals(name);
  std::ranges::replace(text, '_', ' ');
  return printable(text);
}

std::string table_of_rows(const std::vector<JsonNode>& rows) {
  if (rows.empty()) return "Nothing.\n";
  const auto names = columns_of(rows);
  std::vector<std::vector<std::string>> cells;
  if (names.empty()) {
    for (const auto& row : rows) cells.push_back({cell_of(row)});
    return table(cells);
  }
  cells.emplace_back();
  for (const auto& name : names) cells.back().push_back(heading_of(name));
  for (const auto& row : rows) {
    cells.emplace_back();
    for (const auto& name : names) cells.back().push_back(cell_of(row[name]));
  }
  return table(cells);
}

std::string compact_text(const std::string& body, const Result<JsonDocument>& json) {
  if (body.empty()) return "{}\n";
  const auto text = json ? json->root().json().text() : JsonWriter().string(body).take();
  return without_controls(text) + "\n";
}

}  // namespace

std::string answer_text(const std::string& body, Form form) {
  const auto json = JsonDocument::parse(body);
  if (form == Form::Compact) return compact_text(body, json);
  if (body.empty()) return {};
  if (!json) return body.ends_with('\n') ? body : body + "\n";
  if (form == Form::Table) return table_of(json->root());
  return without_controls(laid_out(json->root().json().text())) + "\n";
}

std::string table_of(const JsonNode& answer) {
  if (const auto list = list_in(answer); list.exists()) return table_of_rows(list.elements());
  const auto object = answer["data"].is_object() ? answer["data"] : answer;
  std::vector<std::vector<std::string>> cells = {{"FIELD", "VALUE"}};
  for (const auto& [name, value] : object.members()) cells.push_back({printable(name), cell_of(value)});
  return table(cells);
}

std::string printable_lines(std::string text) {
  std::string line;
  std::string safe;
  for (const char c : text) {
    if (c == '\n' || c == '\t') {
      safe += printable(line) + c;
      line.clear();
    } else {
      line += c;
    }
  }
  return safe + printable(line);
}

}  // namespace callwright::cli::api
