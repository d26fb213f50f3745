#pragma once

#include "handlers/ports/http.hpp"

namespace callwright {

/// One HTTP exchange on a connection of its own, waited for: for a command that asks once and ends. Errors as
/// those of HttpClient.
Result<HttpResponse> blocking_exchange(const HttpRequest& request);

}  // namespace callwright
