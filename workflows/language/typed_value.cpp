#include "workflows/language/typed_value.hpp"

#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace callwright::language {
namespace {

using catalogue::TypeExpression;

constexpr std::size_t kNumberBytesMax = 16;  // more digits are an id, which a double would change

std::optional<Json> number_json(std::string_view text) {
  const auto digits = text.substr(text.starts_with('-') ? 1 : 0);
  const auto is_digit = [&](std::size_t at) {
    return at < digits.size() && digits[at] >= '0' && digits[at] <= '9';
  };
  if (text.size() > kNumberBytesMax || !is_digit(0) || digits.back() == '.' ||
      (digits[0] == '0' && is_digit(1)))
    return std::nullopt;
  const char* begin = text.data();
  const char* end = begin + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(begin, end, whole); read.ec == std::errc{} && read.ptr == end)
    return JsonWriter().integer(whole).finish();
  double number = 0;
  const auto read = std::from_chars(begin, end, number);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(number)) return std::nullopt;
  return JsonWriter().number(number).finish();
}

bool wants_text(const ValueTypes& types) {
  const auto is_text = [](const TypeExpression& type) {
    return type.kind == TypeExpression::Kind::String || type.kind == TypeExpression::Kind::Object ||
           type.kind == TypeExpression::Kind::Array || type.kind == TypeExpression::Kind::Map;
  };
  return std::ranges::any_of(types,
                             [](const auto& type) { return type.kind == TypeExpression::Kind::String; }) &&
         std::ranges::all_of(types, is_text);
}

/// The types of the elements of a list or map among `types`; nothing when they are not known.
ValueTypes inner_of(const ValueTypes& types, TypeExpression::Kind kind) {
  const auto found = std::ranges::find(types, kind, &TypeExpression::kind);
  return found == types.end() ? ValueTypes{} : found->inner;
}

/// The types of a member of an object; the first schema that has such a field says.
ValueTypes types_of(const ValueTypes& types, std::string_view member) {
  for (const auto& type : types) {
    const auto* schema = type.schema.empty() ? nullptr : Catalogue::get().schema(type.schema);
    if (schema == nullptr) continue;
    const auto field = std::ranges::find(*schema, member, &Field::name);
    if (field != schema->end()) return catalogue::parse_type(field->type);
  }
  return inner_of(types, TypeExpression::Kind::Map);
}

Json scalar_json(const Node& node, const ValueTypes& types, const TypedReading& reading) {
  const bool is_text = node.quoted || (reading.types_decide && wants_text(types));
  if (!is_text && (node.text == "true" || node.text == "false")) return json_flag(node.text == "true");
  auto number = is_text ? std::nullopt : number_json(node.text);
  if (number) return *std::move(number);
  if (reading.on_text) reading.on_text(node);
  return json_text(node.text);
}

}  // namespace

Json typed_json(const Node& node, const ValueTypes& types, const TypedReading& reading) {
  switch (node.kind) {
    case Node::Kind::Null: return {};
    case Node::Kind::Scalar: return scalar_json(node, types, reading);
    case Node::Kind::List: {
      const auto inner = inner_of(types, TypeExpression::Kind::Array);
      std::vector<Json> items;
      items.reserve(node.items.size());
      for (const auto& item : node.items) items.push_back(typed_json(item, inner, reading));
      return json_list(items);
    }
    case Node::Kind::Map: break;
  }
  std::map<std::string, Json> members;
  for (const auto& member : node.members)
    members.emplace(member.key, typed_json(member.value, types_of(types, member.key), reading));
  return json_sorted(members);
}

ValueTypes types_of_field(const std::vector<Field>& fields, std::string_view name) {
  const auto field = std::ranges::find(fields, name, &Field::name);
  return field == fields.end() ? ValueTypes{} : catalogue::parse_type(field->type);
}

bool reads_as_number(std::string_view text) { return number_json(text).has_value(); }

}  // namespace callwright::language
