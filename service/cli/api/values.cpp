#include "service/cli/api/values.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <iterator>

namespace callwright::cli::api {
namespace {

using catalogue::parse_type;
using catalogue::TypeExpression;
using Kind = TypeExpression::Kind;

void add_all(Types& into, const Types& more) { std::ranges::copy(more, std::back_inserter(into)); }

void add_field(Types& into, const std::vector<Field>& fields, const std::string& name) {
  const auto field = std::ranges::find(fields, name, &Field::name);
  if (field != fields.end()) add_all(into, parse_type(field->type));
}

/// What may stand one step inside of a value of these types.
Types inside_of(const Types& types, const SetStep& step) {
  Types inner;
  for (const auto& type : types) {
    const auto* name = std::get_if<std::string>(&step);
    if (name == nullptr) {
      if (type.kind == Kind::Array) add_all(inner, type.inner);
    } else if (type.kind == Kind::Map) {
      add_all(inner, type.inner);
    } else if (!type.schema.empty()) {
      const auto* fields = Catalogue::get().schema(type.schema);
      if (fields != nullptr) add_field(inner, *fields, *name);
    }
  }
  return inner;
}

bool all_are(const Types& types, Kind kind) {
  return !types.empty() && std::ranges::all_of(types, [&](const auto& type) { return type.kind == kind; });
}

bool any_is(const Types& types, Kind kind) {
  return std::ranges::any_of(types, [&](const auto& type) { return type.kind == kind; });
}

/// Nothing is known of it, or it may be anything.
bool is_open(const Types& types) { return types.empty() || any_is(types, Kind::Any); }

bool fits(const Types& types, const JsonNode& value) {
  if (value.is_string()) return is_open(types);  // a text is written without quotes
  return is_open(types) ||
         std::ranges::any_of(types, [&](const auto& type) { return is_of_kind(type, value); });
}

std::unexpected<Error> wrong_type(const Types& types, const std::string& text,
                                  const Result<JsonDocument>& json) {
  const bool nested = any_is(types, Kind::Object) || any_is(types, Kind::Map) || any_is(types, Kind::Array);
  auto detail = "takes " + catalogue::describe(types) + (nested ? " as JSON" : "");
  if (nested && !json) {
    detail += ": " + json.error().detail;
  } else {
    detail += ", not \"" + cut_utf8(text, 60) + "\"";
  }
  return fail(Errc::InvalidInput, "value.type", std::move(detail));
}

Types elements_of(const Types& types) {
  Types inner;
  for (const auto& type : types) {
    if (type.kind == Kind::Array) add_all(inner, type.inner);
  }
  return inner;
}

}  // namespace

Types types_at(const Operation& operation, const SetPath& path) {
  Types types;
  const auto* first = path.empty() ? nullptr : std::get_if<std::string>(&path.front());
  if (first == nullptr) return types;
  add_field(types, operation.body, *first);
  for (std::size_t i = 1; i < path.size(); ++i) types = inside_of(types, path[i]);
  return types;
}

Result<TypedValue> read_value(const Types& types, const std::string& text) {
  if (is_text(types)) return TypedValue{JsonWriter().string(text).finish()};
  const auto json = JsonDocument::parse(text);
  if (json && fits(types, json->root())) return TypedValue{json->root().json()};
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool is_written_list = first != std::string::npos && text[first] == '[';
  if (any_is(types, Kind::String) || is_open(types)) return TypedValue{JsonWriter().string(text).finish()};
  if (any_is(types, Kind::Array) && !is_written_list) {
    const auto inner = elements_of(types);
    auto element = read_value(inner, text);
    if (!element) return std::unexpected(element.error());
    return TypedValue{std::move(element->json), true};
  }
  return wrong_type(types, text, json);
}

bool is_utf8(const std::string& text) {
  return JsonDocument::parse(JsonWriter().string(text).take()).has_value();
}

std::string word_for(const Types& types) {
  if (is_text(types)) return "TEXT";
  if (is_boolean(types)) return "true|false";
  if (all_are(types, Kind::Integer) || all_are(types, Kind::Number)) return "NUMBER";
  if (all_are(types, Kind::Array)) {
    const auto inner = elements_of(types);
    return inner.empty() ? "JSON" : word_for(inner);
  }
  if (any_is(types, Kind::String)) return any_is(types, Kind::Integer) ? "TEXT|NUMBER" : "TEXT|JSON";
  return "JSON";
}

bool is_text(const Types& types) { return all_are(types, Kind::String); }
bool is_boolean(const Types& types) { return all_are(types, Kind::Boolean); }
bool is_list(const Types& types) { return any_is(types, Kind::Array); }

}  // namespace callwright::cli::api
