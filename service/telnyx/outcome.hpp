#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <vector>

namespace callwright {

/// How a request to Telnyx ended, by what the caller may do next.
enum class ApiResult {
  Accepted,     ///< 2xx; the effect itself is reported by webhook
  Refused,      ///< Telnyx did not do it and will not do the same request: any other status
  RateLimited,  ///< not done; the identical request may go again after `retry_after`
  ServerError,  ///< 5xx or 408; whether it was done is not known: repeat the identical request
  NotSent,      ///< the request certainly did not leave
  NoAnswer,     ///< timeout or lost connection; whether it was done is not known
};

/// One entry of Telnyx's `errors[]` or `detail[]`.
struct ApiError {
  std::string code;    ///< `90018`, also when Telnyx writes it as a number; the `type` of a `detail[]` entry
  std::string title;   ///< may be empty
  std::string detail;  ///< as Telnyx wrote it: SIP codes such as `D3` stay in it
  std::string field;   ///< `source.pointer` or `source.parameter`, or `loc` joined by dots
  friend bool operator==(const ApiError&, const ApiError&) = default;
};

struct ApiOutcome {
  ApiResult result = ApiResult::NoAnswer;
  int status = 0;         ///< HTTP status; 0 when there was no response
  Json data;              ///< Accepted: the member `data` of the response, the whole body where there is none
  std::string next_page;  ///< Accepted: `meta.cursors.after` of a list; empty: there is no further page
  std::string code;       ///< of the first error; `timeout`, `connection` or `not_sent` without a response
  std::string detail;     ///< of the first error, for people
  Duration retry_after{0};       ///< RateLimited, and ServerError when the response names it
  std::vector<ApiError> errors;  ///< all of them
};

/// What a response of Telnyx means. `now` turns dates of Retry-After into a duration. Both error shapes are
/// read: `{"errors":[…]}` of the voice API and `{"detail":…}` of the AI API. A 2xx whose body cannot be read
/// is Accepted without data: it was done, only the ids are not known.
ApiOutcome decode_response(const HttpResponse& response, TimePoint now);

/// What an exchange without a response means, from the error codes of HttpClient.
ApiOutcome decode_failure(const Error& error);

}  // namespace callwright
