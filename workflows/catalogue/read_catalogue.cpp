#include "workflows/catalogue/read_catalogue.hpp"

#include <algorithm>
#include <stdexcept>

namespace callwright::catalogue {
namespace {

std::vector<std::string> texts(const JsonNode& array) {
  std::vector<std::string> result;
  for (const auto& element : array.elements()) result.push_back(element.display());
  return result;
}

std::optional<std::size_t> size_of(const JsonNode& number) {
  if (const auto value = number.integer()) return static_cast<std::size_t>(*value);
  return std::nullopt;
}

Field read_field(std::string_view name, const JsonNode& node) {
  Field field;
  field.name = name;
  field.type = node["type"].str();
  field.required = node["required"].boolean().value_or(false);
  field.nullable = node["nullable"].boolean().value_or(false);
  field.required_if = texts(node["required_if"]);
  field.required_unless = texts(node["required_unless"]);
  field.accepted = texts(node["enum"]);
  if (node["default"].exists()) field.default_value = node["default"].json();
  field.pattern = node["pattern"].str();
  field.format = node["format"].str();
  field.min = node["min"].number();
  field.max = node["max"].number();
  field.min_length = size_of(node["min_length"]);
  field.max_length = size_of(node["max_length"]);
  field.min_items = size_of(node["min_items"]);
  return field;
}

[[noreturn]] void wrong(std::string_view operation, const std::string& what) {
  throw std::logic_error("telnyx.json, " + std::string(operation) + ": " + what);
}

Duration read_duration(std::string_view operation, const JsonNode& node, const std::string& column) {
  const auto text = node[column].str();
  if (text.empty()) return Duration{0};
  const auto digits = text.substr(0, text.size() - 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) wrong(operation, column);
  const std::chrono::seconds count{std::stoi(digits)};
  if (text.back() == 's') return count;
  if (text.back() == 'm') return 60 * count;
  wrong(operation, column + " needs the unit s or m");
}

InDoubt read_in_doubt(std::string_view operation, std::string_view text) {
  if (text == "repeat") return InDoubt::Repeat;
  if (text == "repeat_once") return InDoubt::RepeatOnce;
  if (text == "ask") return InDoubt::Ask;
  if (text == "drop" || text.empty()) return InDoubt::Drop;
  wrong(operation, "in_doubt");
}

Priority read_priority(std::string_view operation, std::string_view text) {
  if (text == "hangup") return Priority::Hangup;
  if (text == "join") return Priority::Join;
  if (text == "normal" || text.empty()) return Priority::Normal;
  if (text == "dial") return Priority::Dial;
  wrong(operation, "priority");
}

bool has(const std::vector<Field>& fields, std::string_view name) {
  return std::ranges::find(fields, name, &Field::name) != fields.end();
}

}  // namespace

std::vector<Field> read_fields(const JsonNode& fields) {
  std::vector<Field> result;
  for (const auto& [name, node] : fields.members()) result.push_back(read_field(name, node));
  return result;
}

Operation read_operation(const JsonNode& node) {
  Operation operation;
  operation.name = node["name"].str();
  operation.group = node["group"].str();
  operation.summary = node["summary"].str();
  operation.method = node["method"].str();
  operation.path = node["path"].str();
  operation.path_params = texts(node["path_params"]);
  operation.query = read_fields(node["query"]);
  operation.body = read_fields(node["body"]);
  const auto headers = texts(node["headers"]);
  operation.takes_idempotency_key = std::ranges::find(headers, "Idempotency-Key") != headers.end();
  operation.takes_command_id = has(operation.body, "command_id");
  operation.takes_client_state = has(operation.body, "client_state");
  operation.success_status = static_cast<int>(node["success_status"].integer().value_or(200));
  for (const auto& [name, type] : node["response"].members()) operation.response.emplace(name, type.str());
  operation.effect = node["effect"].str();
  operation.effect_timeout = read_duration(operation.name, node, "effect_timeout");
  operation.expires_after = read_duration(operation.name, node, "expires_after");
  operation.in_doubt = read_in_doubt(operation.name, node["in_doubt"].str());
  operation.priority = read_priority(operation.name, node["priority"].str());
  return operation;
}

WebhookType read_webhook(const JsonNode& node) {
  return {
      .name = node["name"].str(), .payload = read_fields(node["payload"]), .aliases = texts(node["aliases"])};
}

}  // namespace callwright::catalogue
