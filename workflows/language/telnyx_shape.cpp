#include "workflows/language/telnyx_shape.hpp"

#include "workflows/catalogue/type_expression.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/language/shape.hpp"

#include <set>

namespace callwright::language {
namespace {

using catalogue::TypeExpression;

constexpr std::string_view kPrefix = "telnyx.";

/// A value that is only known when the call runs, ours or Telnyx's.
Json template_shape() { return shapes::matching("\\$\\{|\\{\\{"); }

Json type_only(std::string_view type) { return json_sorted({{"type", json_text(type)}}); }

std::string definition_of(const std::string& schema) { return std::string(kPrefix) + schema; }

Json shape_of(const TypeExpression& type);

Json shape_of(const std::vector<TypeExpression>& alternatives) {
  std::vector<Json> forms;
  for (const auto& type : alternatives) forms.push_back(shape_of(type));
  if (forms.empty()) return shapes::anything();
  return forms.size() == 1 ? forms.front() : shapes::any_of(forms);
}

Json shape_of(const TypeExpression& type) {
  switch (type.kind) {
    case TypeExpression::Kind::Any: return shapes::anything();
    case TypeExpression::Kind::String: return shapes::scalar();
    case TypeExpression::Kind::Integer: return shapes::any_of({type_only("integer"), template_shape()});
    case TypeExpression::Kind::Number: return shapes::any_of({type_only("number"), template_shape()});
    case TypeExpression::Kind::Boolean: return shapes::any_of({type_only("boolean"), template_shape()});
    case TypeExpression::Kind::Array: return shapes::list(shape_of(type.inner));
    case TypeExpression::Kind::Map: return shapes::map_of(shape_of(type.inner));
    case TypeExpression::Kind::Object: break;
  }
  const bool is_known = Catalogue::get().schema(type.schema) != nullptr;
  return is_known ? shapes::reference(definition_of(type.schema)) : type_only("object");
}

Json number_json(double value) { return JsonWriter().number(value).finish(); }

/// Telnyx's limits of a number, or of the length of a list.
Json limited(Json form, const Field& field) {
  auto limits = shapes::anything();
  if (field.min) limits = shapes::with(limits, "minimum", number_json(*field.min));
  if (field.max) limits = shapes::with(limits, "maximum", number_json(*field.max));
  if (field.min_items)
    limits = shapes::with(limits, "minItems", json_number(static_cast<int>(*field.min_items)));
  for (const auto& [keyword, value] : members_of(limits)) form = shapes::with(form, keyword, value);
  return form;
}

/// Known words come first, so that an editor offers them.
Json shape_of(const Field& field) {
  auto form = shape_of(catalogue::parse_type(field.type));
  if (!field.accepted.empty() && field.type == "string")
    form = shapes::any_of({shapes::one_word_of(field.accepted), template_shape()});
  form = limited(std::move(form), field);
  return field.nullable ? shapes::any_of({form, shapes::nothing()}) : form;
}

}  // namespace

std::map<std::string, Json> telnyx_fields(const std::vector<Field>& fields) {
  std::map<std::string, Json> properties;
  for (const auto& field : fields) properties.emplace(field.name, shape_of(field));
  return properties;
}

Json command_shape(const Operation& operation) {
  auto properties = telnyx_fields(operation.body);
  properties.erase("client_state");
  properties.erase("command_id");
  const bool rings = operation.name == "transfer" || operation.name == "refer";
  if (rings) properties.emplace("person", shapes::name());
  std::vector<std::string> required;
  for (const auto& field : operation.body) {
    // The service fills in the voice, and `person` gives an address.
    if (field.required && !rings && field.name != "voice") required.push_back(field.name);
  }
  auto body = shapes::object(properties, required);
  if (rings) {
    const auto field = operation.name == "transfer" ? "to" : "sip_address";
    const auto has = [](const char* key) { return json_sorted({{"required", json_texts({key})}}); };
    return shapes::with(body, "oneOf", json_list({has("person"), has(field)}));
  }
  return required.empty() ? shapes::any_of({body, shapes::nothing()}) : body;
}

std::map<std::string, Json> telnyx_definitions() {
  std::map<std::string, Json> definitions;
  for (const auto& [name, fields] : Catalogue::get().schemas())
    definitions.emplace(definition_of(name), shapes::object(telnyx_fields(fields), {}));
  return definitions;
}

}  // namespace callwright::language
