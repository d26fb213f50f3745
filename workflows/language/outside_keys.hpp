#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/table.hpp"

namespace callwright::language {

/// The keys of the actions that send something outside of Telnyx's calls. Where it goes is literal, or named
/// by the bundle: whoever writes into a template must never choose it.
Table<Action> webhook_keys();
Table<Action> sms_keys();

/// ASCII letters only.
std::string lower_case(std::string text);
/// A token of HTTP (RFC 9110 section 5.6.2).
bool is_header_name(std::string_view name);
/// The form of a map of headers with such values.
Json headers_shape(const Json& value);
/// Refuses what cannot be the name of a secret of the service's configuration, as a secret itself.
void check_secret(const Reader& reader, const Place& at, const std::string& name);

}  // namespace callwright::language
