#include "workflows/simulator/assistants/check_query.hpp"

#include "workflows/simulator/assistants/when.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace callwright::simulator::assistants {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<BodyProblem> problem_of_number(const Field& field, std::string_view text) {
  const auto value = whole_number(text);
  if (!value) return BodyProblem{field.name, "type", field.name + " must be an integer"};
  const auto number = static_cast<double>(*value);
  if ((field.min && number < *field.min) || (field.max && number > *field.max)) {
    return BodyProblem{field.name, "range", field.name + " is out of range"};
  }
  return std::nullopt;
}

std::optional<BodyProblem> problem_of_option(const Field& field, const std::string& text) {
  if (field.type == "integer") return problem_of_number(field, text);
  if (field.type == "boolean" && text != "true" && text != "false") {
    return BodyProblem{field.name, "type", field.name + " must be true or false"};
  }
  if (field.type == "string(date-time)" && !moment(text)) {
    return BodyProblem{field.name, "type", field.name + " must be a date and time"};
  }
  if (!field.accepted.empty() && std::ranges::find(field.accepted, text) == field.accepted.end()) {
    return BodyProblem{field.name, "enum", field.name + " does not accept " + text};
  }
  return std::nullopt;
}

}  // namespace

std::vector<BodyProblem> check_query(const Operation& operation,
                                     const std::vector<std::pair<std::string, std::string>>& query) {
  std::vector<BodyProblem> problems;
  for (const auto& [name, value] : query) {
    const auto field = std::ranges::find(operation.query, name, &Field::name);
    if (field == operation.query.end()) continue;
    if (auto problem = problem_of_option(*field, value)) problems.push_back(*std::move(problem));
  }
  return problems;
}

}  // namespace callwright::simulator::assistants
