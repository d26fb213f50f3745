#include "service/cli/api/field_notes.hpp"

#include "service/cli/api/values.hpp"
#include "service/cli/terminal.hpp"

#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli::api {
namespace {

std::string comma_list(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string plain_number(double value) { return fmt::format("{:g}", value); }

template <class Number, class Text>
std::string limits_of(const std::optional<Number>& min, const std::optional<Number>& max, Text text) {
  if (min && max) return text(*min) + " to " + text(*max);
  if (min) return "at least " + text(*min);
  return max ? "at most " + text(*max) : std::string();
}

std::string length_of(const Field& field) {
  const auto text = [](std::size_t count) { return std::to_string(count); };
  auto limits = limits_of(field.min_length, field.max_length, text);
  if (limits.empty()) return limits;
  return limits + (limits.ends_with(" 1") ? " character" : " characters");
}

std::string number_limits_of(const Field& field) {
  const auto text = [](double value) { return fmt::format("{:.0f}", value); };
  if (field.min && *field.min != static_cast<double>(static_cast<std::int64_t>(*field.min)))
    return limits_of(field.min, field.max, plain_number);
  return limits_of(field.min, field.max, text);
}

/// The catalogue writes `null` for "there is none".
std::string default_of(const Field& field) {
  if (field.default_value.is_null()) return {};
  const auto text = JsonDocument::of(field.default_value).root().display();
  return text == "null" || text.empty() ? std::string() : "default " + text;
}

std::string form_of(const Field& field) {
  if (field.format == "base64") return "standard Base64";
  if (field.type.find("(uuid)") != std::string::npos) return "a UUID";
  if (field.type.find("(date-time)") != std::string::npos) return "such as 2030-01-31T12:00:00Z";
  return field.pattern.empty() ? std::string() : "matches " + field.pattern;
}

bool is_secret(std::string_view name) {
  return name.ends_with("password") || name.ends_with("auth_token") || name.ends_with("secret");
}

std::string presence_of(const Field& field) {
  if (field.required) return "required";
  if (!field.required_if.empty()) return "required together with " + comma_list(field.required_if);
  if (!field.required_unless.empty()) return "required unless " + comma_list(field.required_unless);
  return {};
}

}  // namespace

std::string notes_of(const Field& field) {
  std::string text;
  const auto add = [&](const std::string& note) {
    if (!note.empty()) text += (text.empty() ? "" : "; ") + note;
  };
  add(presence_of(field));
  if (!field.accepted.empty()) add((field.accepted.size() > 1 ? "one of " : "") + comma_list(field.accepted));
  add(number_limits_of(field));
  add(length_of(field));
  add(form_of(field));
  if (is_list(catalogue::parse_type(field.type))) add("may be repeated");
  if (field.min_items && *field.min_items > 0) add("at least " + std::to_string(*field.min_items));
  add(default_of(field));
  if (field.nullable) add("may be null");
  if (is_secret(field.name)) add("better from @FILE: others on this machine see flags");
  return text;
}

std::string wrapped(const std::string& words, std::size_t indent, std::size_t width) {
  std::istringstream in(words);
  std::string text;
  std::size_t column = indent;
  for (std::string word; in >> word;) {
    const auto length = width_of(word);
    if (column > indent && column + 1 + length > width) {
      text += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      text += ' ';
      ++column;
    }
    text += word;
    column += length;
  }
  return text;
}

}  // namespace callwright::cli::api
