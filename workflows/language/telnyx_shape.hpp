#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/json.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The forms of fields of Telnyx's API as the catalogue knows them, each by its name. Texts may be templates
/// anywhere, which is what the loader accepts too.
std::map<std::string, Json> telnyx_fields(const std::vector<Field>& fields);

/// The body of a Call Control command, with `person` where it rings somebody.
Json command_shape(const Operation& operation);

/// The definitions that these forms refer to.
std::map<std::string, Json> telnyx_definitions();

}  // namespace callwright::language
