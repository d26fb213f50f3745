#pragma once

#include <string>
#include <string_view>

namespace callwright::tests {

/// Keeps a request to Telnyx's API as one line `{"method", "target", "body"}` of the file that the
/// environment variable CALLWRIGHT_API_REQUESTS names, for those who judge what we send; without the variable
/// it does nothing. The file begins anew with the program. May be called from any thread.
void record_request(std::string_view method, std::string_view target, std::string_view body);

}  // namespace callwright::tests
