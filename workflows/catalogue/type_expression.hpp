#pragma once

#include "workflows/model/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::catalogue {

/// One alternative of a field's type as telnyx.json writes it: `string(uuid)`, `integer(int32)`,
/// `array<object:Message>`, `map<string|number>`, `object:SipHeader`, `any`.
struct TypeExpression {
  enum class Kind { Any, String, Integer, Number, Boolean, Object, Array, Map };
  Kind kind = Kind::Any;
  std::string schema;                 ///< of Object; empty: any object
  std::vector<TypeExpression> inner;  ///< alternatives of the elements of Array and Map; empty: anything
};

/// The alternatives of `a|b|…`. A word that is not known is taken as `any`.
std::vector<TypeExpression> parse_type(std::string_view text);

/// True when the JSON value is of that kind; what is inside is not looked at.
bool is_of_kind(const TypeExpression& type, const JsonNode& value);

/// `a string or a list`: for messages.
std::string describe(const std::vector<TypeExpression>& alternatives);

}  // namespace callwright::catalogue
