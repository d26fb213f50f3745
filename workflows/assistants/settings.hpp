#pragma once

#include "workflows/model/json.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::assistants {

/// The fields of an assistant, or of a shared tool, under Telnyx's names.
using Settings = std::map<std::string, Json, std::less<>>;

/// What Telnyx answered of an assistant, as a file would say it: without what only Telnyx sets, without what
/// is null, shared tools as `tool_ids`. `shared` are the account's shared tools as `list_tools` gives them:
/// an answer shows them among `tools`, and their ids not always.
Settings settings_of_assistant(const JsonNode& answer, const std::vector<Json>& shared);

/// Without the application that Telnyx makes with each assistant: it is another one in each account, and no
/// part of what people change.
Settings without_application(Settings settings);

/// What Telnyx answered of a shared tool: `display_name`, `type`, `timeout_ms` and its definition under the
/// type's name.
Settings settings_of_tool(const JsonNode& answer);

/// What tells two tools of an assistant apart: the function name of a webhook tool, the type of one without.
std::string tool_name(const JsonNode& tool);

Json json_of(const Settings& settings);
Settings settings_from(const JsonNode& object);

/// The value in one spelling whatever its order: members by name, none that is null.
std::string canonical(const JsonNode& value);
/// A short name for that.
std::string digest(const Json& value);

}  // namespace callwright::assistants
