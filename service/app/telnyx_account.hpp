#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/telnyx.hpp"
#include "workflows/model/result.hpp"

namespace callwright {

/// One request to Telnyx, waited for, with the key and the address that `callwright serve` would use here:
/// for a command that asks and ends. Refused `telnyx.account`, unsent: the configuration cannot be read or
/// holds no key; `detail` says every reason.
ApiOutcome ask_telnyx(const ApiCall& call);

/// That request as it would be sent, with a word in place of the key. InvalidInput `telnyx.account`: the
/// configuration cannot be read; no key is needed. InvalidInput `telnyx.operation`, `telnyx.path_parameter`.
Result<HttpRequest> request_to_telnyx(const ApiCall& call);

}  // namespace callwright
