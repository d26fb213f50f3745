#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/catalogue/type_expression.hpp"
#include "workflows/language/node.hpp"
#include "workflows/model/json.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The types that a value may have, as the catalogue writes them; none: nothing is known of it.
using ValueTypes = std::vector<catalogue::TypeExpression>;

using OnText = std::function<void(const Node&)>;

struct TypedReading {
  OnText on_text;            ///< is asked about every text; may be empty
  bool types_decide = true;  ///< false: only quotes make a number or a boolean a text
};

/// A value of a file as JSON. Plain scalars become numbers or booleans where `types` want them and text where
/// they want text; where nothing is known, what looks like a number or boolean is one.
Json typed_json(const Node& node, const ValueTypes& types, const TypedReading& reading = {});

/// The types of one of `fields`; none when there is no such field.
ValueTypes types_of_field(const std::vector<Field>& fields, std::string_view name);

/// A number as JSON spells it: `007`, `+1312…`, `.5` and `0x1f` are text, and so is what has more digits than
/// a double keeps.
bool reads_as_number(std::string_view text);

}  // namespace callwright::language
