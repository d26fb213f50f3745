#include "workflows/catalogue/type_expression.hpp"

#include <algorithm>

namespace callwright::catalogue {
namespace {

using Kind = TypeExpression::Kind;

std::vector<std::string_view> split_alternatives(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<') ++depth;
    if (text[i] == '>') --depth;
    if (text[i] == '|' && depth == 0) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

Kind kind_of_word(std::string_view word) {
  if (word == "string") return Kind::String;
  if (word == "integer") return Kind::Integer;
  if (word == "number") return Kind::Number;
  if (word == "boolean") return Kind::Boolean;
  if (word == "object") return Kind::Object;
  if (word == "array") return Kind::Array;
  if (word == "map") return Kind::Map;
  return Kind::Any;
}

TypeExpression parse_alternative(std::string_view text) {
  TypeExpression type;
  type.kind = kind_of_word(text.substr(0, text.find_first_of("(<:")));
  if (type.kind == Kind::Object && text.starts_with("object:")) type.schema = text.substr(7);
  const auto open = text.find('<');
  if (open != std::string_view::npos && text.ends_with('>')) {
    type.inner = parse_type(text.substr(open + 1, text.size() - open - 2));
  }
  return type;
}

std::string_view word_for(Kind kind) {
  switch (kind) {
    case Kind::String: return "a string";
    case Kind::Integer: return "a whole number";
    case Kind::Number: return "a number";
    case Kind::Boolean: return "true or false";
    case Kind::Array: return "a list";
    case Kind::Object:
    case Kind::Map: return "an object";
    case Kind::Any: break;
  }
  return "any value";
}

}  // namespace

std::vector<TypeExpression> parse_type(std::string_view text) {
  std::vector<TypeExpression> alternatives;
  for (const auto part : split_alternatives(text)) alternatives.push_back(parse_alternative(part));
  return alternatives;
}

bool is_of_kind(const TypeExpression& type, const JsonNode& value) {
  switch (type.kind) {
    case Kind::String: return value.is_string();
    case Kind::Integer: return value.integer().has_value();
    case Kind::Number: return value.number().has_value();
    case Kind::Boolean: return value.boolean().has_value();
    case Kind::Array: return value.is_array();
    case Kind::Object:
    case Kind::Map: return value.is_object();
    case Kind::Any: break;
  }
  return true;
}

std::string describe(const std::vector<TypeExpression>& alternatives) {
  std::vector<std::string_view> words;
  for (const auto& type : alternatives) {
    const auto word = word_for(type.kind);
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  std::string text;
  for (const auto word : words) {
    if (!text.empty()) text += " or ";
    text += word;
  }
  return text;
}

}  // namespace callwright::catalogue
