#include "service/cli/api/pages.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace callwright::cli::api {
namespace {

constexpr const char* kNumber = "page[number]";
constexpr const char* kSize = "page[size]";
constexpr const char* kAfter = "page[after]";

const Field* query_field(const Operation& operation, std::string_view name) {
  const auto found = std::ranges::find(operation.query, name, &Field::name);
  return found == operation.query.end() ? nullptr : &*found;
}

std::optional<std::string> value_in(const Query& query, std::string_view name) {
  const auto found = std::ranges::find(query, name, &Query::value_type::first);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

std::int64_t number_in(const Query& query, std::string_view name, std::int64_t otherwise) {
  const auto text = value_in(query, name).value_or("");
  std::int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Query with(Query query, const std::string& name, std::string value) {
  std::erase_if(query, [&](const auto& pair) { return pair.first == name; });
  query.emplace_back(name, std::move(value));
  return query;
}

std::optional<Query> by_cursor(const Query& query, const JsonNode& answer) {
  const auto cursor = answer.at_path("meta.cursors.after").display();
  if (cursor.empty() || value_in(query, kAfter) == cursor) return std::nullopt;
  auto next = with(query, kAfter, cursor);
  std::erase_if(next, [](const auto& pair) { return pair.first == kNumber; });
  return next;
}

/// Whether another page follows the one with that number.
bool has_more(const JsonNode& answer, std::int64_t number, std::int64_t size) {
  if (const auto total = answer.at_path("meta.total_pages").integer()) return number < *total;
  const bool is_full = size > 0 && static_cast<std::int64_t>(list_in(answer).size()) >= size;
  return is_full;
}

}  // namespace

Query first_page(const Operation& operation, Query query) {
  const auto* size = query_field(operation, kSize);
  const bool is_chosen = value_in(query, kSize) || value_in(query, "page[limit]");
  if (size == nullptr || is_chosen || !size->max) return query;
  query.emplace_back(kSize, std::to_string(static_cast<std::int64_t>(*size->max)));
  return query;
}

JsonNode list_in(const JsonNode& answer) {
  if (answer.is_array()) return answer;
  if (answer["data"].is_array()) return answer["data"];
  JsonNode only;
  for (const auto& [name, value] : answer.members()) {
    if (!value.is_array()) continue;
    if (only.exists()) return {};
    only = value;
  }
  return only;
}

std::optional<Query> next_page(const Operation& operation, const Query& query, const JsonNode& answer) {
  if (query_field(operation, kAfter) != nullptr) {
    if (auto next = by_cursor(query, answer)) return next;
  }
  const auto* size = query_field(operation, kSize);
  if (query_field(operation, kNumber) == nullptr || size == nullptr) return std::nullopt;
  if (answer.at_path("meta.cursors").exists()) return std::nullopt;  // the cursors are at their end
  const auto number = answer.at_path("meta.page_number").integer().value_or(number_in(query, kNumber, 1));
  const auto assumed = JsonDocument::of(size->default_value).root().integer().value_or(0);
  if (list_in(answer).size() == 0 || !has_more(answer, number, number_in(query, kSize, assumed)))
    return std::nullopt;
  return with(query, kNumber, std::to_string(number + 1));
}

bool has_unreachable_pages(const Operation& operation, const JsonNode& answer) {
  return query_field(operation, kNumber) == nullptr &&
         answer.at_path("meta.total_pages").integer().value_or(1) > 1;
}

}  // namespace callwright::cli::api
