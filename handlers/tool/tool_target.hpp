#pragma once

#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/call_tokens.hpp"
#include "handlers/ports/http.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <string_view>

namespace callwright {

/// A name of a webhook tool as rules can spell it: 1 to 64 letters, digits, `_` and `-`.
bool is_tool_name(std::string_view name);

/// Which call a tool request is for. A token may be in the query (`call`) and in the body
/// (`callwright_call`), Telnyx's id of the leg in the header `x-telnyx-call-control-id`.
///
/// Nothing is guessed. A value with `{{` was not filled in by Telnyx and counts for nothing. Tokens that name
/// different calls, or two ids of legs, are refused; so is a token in the query that we did not make, since
/// only a person writes that URL. The body may be the work of a language model: a broken token there
/// counts for nothing beside another value.
/// Conflict: `tool.unresolved`, `tool.token_invalid`, `tool.disagreement`, `tool.call_missing`.
Result<ToolTarget> find_tool_target(const Request& request, const JsonNode& body, const CallTokens& tokens);

/// The arguments as rules see them: the body without `callwright_call`; `{}` for a missing body.
Json tool_arguments(const JsonNode& body);

}  // namespace callwright
