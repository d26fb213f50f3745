#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The members of a map as JSON. Plain scalars become numbers or booleans where `fields` want them and text
/// where they want text; where nothing is known of a field, what looks like a number or boolean is one.
/// Strings are templates, checked for `reader.place`.
std::map<std::string, Json> telnyx_members(const Reader& reader, const Node& map,
                                           const std::vector<Field>& fields);

/// Any value as JSON, where nothing is known of its fields.
Json free_json(const Reader& reader, const Node& node);

/// Reports what does not fit the operation at its place in `written`; `prefix` (`assistant.` or empty) is
/// where `written` sits in the body, and problems elsewhere in the body are left alone. `ours` are keys that
/// may stand among the fields, for hints.
void check_telnyx_body(const Reader& reader, const Operation& operation, const Json& body,
                       const Node& written, std::string_view prefix,
                       const std::vector<std::string>& ours = {});

}  // namespace callwright::language
