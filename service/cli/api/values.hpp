#pragma once

#include "service/cli/api/set_path.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/catalogue/type_expression.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <vector>

namespace callwright::cli::api {

using Types = std::vector<catalogue::TypeExpression>;

/// What may stand at a place of the operation's body, as far as the catalogue knows; empty: it does not.
Types types_at(const Operation& operation, const SetPath& path);

/// A text of the command line as a value.
struct TypedValue {
  Json json;
  bool is_element = false;  ///< one element of the list that the field holds
};

/// Reads `text` as what one of `types` wants: a text as it stands, everything else as JSON. Where a list is
/// wanted, a text that is not one is an element of it. Without types, JSON where it is JSON, else a text.
/// InvalidInput `value.type`: the detail says what is wanted.
Result<TypedValue> read_value(const Types& types, const std::string& text);

/// JSON can hold it.
bool is_utf8(const std::string& text);

/// What people write for such a value: `TEXT`, `NUMBER`, `JSON`, `true|false`.
std::string word_for(const Types& types);

bool is_text(const Types& types);     ///< a text and nothing else
bool is_boolean(const Types& types);  ///< true or false and nothing else
bool is_list(const Types& types);     ///< it may be a list

}  // namespace callwright::cli::api
