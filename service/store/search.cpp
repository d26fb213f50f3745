#include "service/store/search.hpp"

#include <algorithm>

namespace callwright::sqlite {
namespace {

using Value = std::variant<std::int64_t, std::string>;

struct Condition {
  std::string sql;
  std::vector<Value> values;
};
using Alternatives = std::vector<Condition>;

Condition equals(const char* column, const std::string& value) {
  return {.sql = std::string(column) + " = ?", .values = {value}};
}

/// A range instead of LIKE, which uses no index here. U+10FFFF sorts after whatever may follow the prefix.
Condition starts_with(const char* column, const std::string& prefix) {
  const std::string name(column);
  return {.sql = name + " >= ? AND " + name + " < ?", .values = {prefix, prefix + "\xF4\x8F\xBF\xBF"}};
}

bool is_digits(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Alternatives text_alternatives(const std::string& text) {
  if (text.starts_with("call_")) return {starts_with("id", text)};
  if (text.starts_with("+") || text.starts_with("sip:") || text.starts_with("sips:")) {
    return {starts_with("caller", text), starts_with("callee", text)};
  }
  Alternatives all{starts_with("id", "call_" + text), equals("workflow", text)};
  if (is_digits(text)) {
    all.push_back(starts_with("caller", "+" + text));
    all.push_back(starts_with("callee", "+" + text));
  }
  return all;
}

/// What holds in every alternative.
std::vector<Condition> common_conditions(const CallFilter& filter) {
  std::vector<Condition> all;
  if (!filter.state.empty()) all.push_back(equals("state", filter.state));
  if (!filter.workflow.empty()) all.push_back(equals("workflow", filter.workflow));
  if (!filter.outcome.empty()) all.push_back(equals("outcome", filter.outcome));
  if (filter.since)
    all.push_back({.sql = "opened_at >= ?", .values = {filter.since->time_since_epoch().count()}});
  if (filter.until)
    all.push_back({.sql = "opened_at < ?", .values = {filter.until->time_since_epoch().count()}});
  if (filter.before_row > 0) {
    // When the row has expired meanwhile, so have the older ones: the comparison with NULL gives no rows.
    all.push_back({.sql = "(opened_at, rid) < (SELECT opened_at, rid FROM calls WHERE rid = ?)",
                   .values = {filter.before_row}});
  }
  return all;
}

/// Every combination of one condition of each list.
std::vector<std::vector<Condition>> combinations(const CallFilter& filter) {
  std::vector<std::vector<Condition>> all{common_conditions(filter)};
  const auto multiply = [&](const Alternatives& alternatives) {
    std::vector<std::vector<Condition>> product;
    for (const auto& conditions : all) {
      for (const auto& alternative : alternatives) {
        product.push_back(conditions);
        product.back().push_back(alternative);
      }
    }
    all = std::move(product);
  };
  if (!filter.number.empty()) multiply({equals("caller", filter.number), equals("callee", filter.number)});
  if (!filter.text.empty()) multiply(text_alternatives(filter.text));
  return all;
}

constexpr const char* kNewestFirst = " ORDER BY opened_at DESC, rid DESC LIMIT ?";

void append_page(SearchQuery& query, const std::vector<Condition>& conditions, std::int64_t limit) {
  query.sql +=
      "SELECT * FROM (SELECT id, state, workflow, bundle, caller, callee, outcome, conversation_id,"
      " opened_at, closed_at, rid FROM calls";
  const char* joint = " WHERE ";
  for (const auto& condition : conditions) {
    query.sql += joint + condition.sql;
    query.values.insert(query.values.end(), condition.values.begin(), condition.values.end());
    joint = " AND ";
  }
  query.sql += std::string(kNewestFirst) + ")";
  query.values.emplace_back(limit);
}

}  // namespace

SearchQuery search_query(const CallFilter& filter) {
  const auto limit = static_cast<std::int64_t>(filter.limit);
  const auto pages = combinations(filter);
  SearchQuery query;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i > 0) query.sql += " UNION ";
    append_page(query, pages[i], limit);
  }
  if (pages.size() > 1) {
    query.sql += kNewestFirst;
    query.values.emplace_back(limit);
  }
  return query;
}

}  // namespace callwright::sqlite
