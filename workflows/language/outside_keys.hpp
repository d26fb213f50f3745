#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/table.hpp"

namespace callwright::language {

/// The keys of the actions that send something outside of Telnyx's calls. Where it goes is literal, or named
/// by the bundle: whoever writes into a template must never choose it.
Table<Action> webhook_keys();
Table<Action> sms_keys();

}  // namespace callwright::language
