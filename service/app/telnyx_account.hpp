#pragma once

#include "handlers/ports/telnyx.hpp"

namespace callwright {

/// One request to Telnyx, waited for, with the key and the address that `callwright serve` would use here:
/// for a command that asks and ends. Refused `telnyx.account`, unsent: the configuration cannot be read or
/// holds no key; `detail` says every reason.
ApiOutcome ask_telnyx(const ApiCall& call);

}  // namespace callwright
