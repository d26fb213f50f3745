#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/telnyx.hpp"

namespace callwright {

/// What a response of Telnyx means. `now` turns dates of Retry-After into a duration. Both error shapes are
/// read: `{"errors":[…]}` of the voice API and `{"detail":…}` of the AI API. A 2xx whose body cannot be read
/// is Accepted without data: it was done, only the ids are not known.
ApiOutcome decode_response(const HttpResponse& response, TimePoint now);

/// What an exchange without a response means, from the error codes of HttpClient.
ApiOutcome decode_failure(const Error& error);

}  // namespace callwright
