#include "workflows/simulator/assistants/conversation_list.hpp"

#include "workflows/simulator/assistants/conversation_json.hpp"
#include "workflows/simulator/assistants/filters.hpp"
#include "workflows/simulator/assistants/responses.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace callwright::simulator::assistants {
namespace {

struct SortKey {
  std::string column;
  bool is_descending = false;
};

struct Question {
  std::vector<Condition> all;
  std::vector<std::vector<Condition>> any;  ///< of each group one must hold
  std::vector<SortKey> order;
  std::optional<std::size_t> limit;
};

/// The name of what cannot be read; empty when everything can.
std::string read_order(std::vector<SortKey>& order, std::string_view text) {
  for (const auto& part : comma_parts(text)) {
    const auto dot = part.find('.');
    const auto direction = dot == std::string::npos ? "asc" : part.substr(dot + 1);
    SortKey key{part.substr(0, dot), direction.starts_with("desc")};
    if (!is_column(key.column) || (!key.is_descending && !direction.starts_with("asc"))) return "order";
    order.push_back(std::move(key));
  }
  return {};
}

std::string read_alternatives(Question& question, std::string_view text) {
  auto conditions = parse_alternatives(text);
  const auto fits = [](const Condition& condition) { return is_column(condition.column); };
  if (!conditions || !std::ranges::all_of(*conditions, fits)) return "or";
  question.any.push_back(*std::move(conditions));
  return {};
}

std::string read_parameter(Question& question, const std::string& name, const std::string& value) {
  if (name == "order") return read_order(question.order, value);
  if (name == "or") return read_alternatives(question, value);
  if (name == "limit") {
    std::size_t limit = 0;
    std::from_chars(value.data(), value.data() + value.size(), limit);
    question.limit = limit;
    return {};
  }
  if (!is_column(name)) return {};
  auto condition = parse_condition(name, value);
  if (!condition) return name;
  question.all.push_back(*std::move(condition));
  return {};
}

bool is_meant(const Question& question, const Conversation& conversation) {
  const auto fits = [&](const Condition& condition) {
    return holds(condition, column_of(conversation, condition.column));
  };
  return std::ranges::all_of(question.all, fits) && std::ranges::all_of(question.any, [&](const auto& group) {
           return std::ranges::any_of(group, fits);
         });
}

bool comes_before(const Question& question, const Conversation& a, const Conversation& b) {
  for (const auto& key : question.order) {
    const auto of_a = column_of(a, key.column);
    const auto of_b = column_of(b, key.column);
    if (of_a != of_b) return key.is_descending ? of_b < of_a : of_a < of_b;
  }
  return question.order.empty() || !question.order.front().is_descending ? a.number < b.number
                                                                         : b.number < a.number;
}

}  // namespace

ApiResponse list_conversations(const Query& query) {
  Question question;
  for (const auto& [name, value] : query.request.query) {
    const auto wrong = read_parameter(question, name, value);
    if (!wrong.empty()) return bad_request("The filter " + wrong + " cannot be read.");
  }
  const auto listed_after = query.world.settings.unstated.listed_after;
  std::vector<const Conversation*> found;
  for (const auto& conversation : query.world.conversations) {
    const bool is_listed = query.world.now - conversation.started_at >= listed_after;
    if (is_listed && !conversation.is_deleted && is_meant(question, conversation))
      found.push_back(&conversation);
  }
  std::ranges::sort(found, [&](const auto* a, const auto* b) { return comes_before(question, *a, *b); });
  if (question.limit && found.size() > *question.limit) found.resize(*question.limit);
  std::vector<Json> objects;
  for (const auto* conversation : found) objects.push_back(conversation_json(*conversation));
  return whole_list(objects);
}

}  // namespace callwright::simulator::assistants
