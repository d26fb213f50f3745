#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// One request in the words of the catalogue.
struct ApiCall {
  std::string operation;                                   ///< name in the catalogue: `ai_assistant_join`
  std::map<std::string, std::string> path_params;          ///< `call_control_id` → as Telnyx gave it
  std::vector<std::pair<std::string, std::string>> query;  ///< in this order
  Json body;                                               ///< null: `{}` where the method has a body
  std::string idempotency_key;                             ///< sent where the operation takes one
  Duration deadline = std::chrono::seconds{2};             ///< for the whole exchange
};

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
  std::string body;       ///< of the response, as it came; empty when there was none
  Json data;              ///< Accepted: the member `data` of the response, the whole body where there is none
  std::string next_page;  ///< Accepted: `meta.cursors.after` of a list; empty: there is no further page
  std::string code;       ///< of the first error; `timeout`, `connection` or `not_sent` without a response
  std::string detail;     ///< of the first error, for people
  Duration retry_after{0};       ///< RateLimited, and ServerError when the response names it
  std::vector<ApiError> errors;  ///< all of them
};

/// Telnyx's REST API, for whoever asks once and waits for the answer.
class TelnyxClient {
 public:
  virtual ~TelnyxClient() = default;
  /// Sends the request once; repeating is decided by who knows what may be repeated. An operation that the
  /// catalogue does not know is Refused with `telnyx.operation`, unsent.
  virtual boost::asio::awaitable<ApiOutcome> call(ApiCall call) = 0;
};

/// An answer of Telnyx that may come piece by piece.
struct ApiStream {
  ApiOutcome outcome;                ///< without `body` and `data` when it comes so
  std::shared_ptr<BodyStream> body;  ///< Server-Sent Events; null: `outcome` is all there is
};

/// The same API, for operations that answer in a stream when they are asked to.
class TelnyxStreams {
 public:
  virtual ~TelnyxStreams() = default;
  /// As TelnyxClient::call; the deadline holds for the whole stream.
  virtual boost::asio::awaitable<ApiStream> stream(ApiCall call) = 0;
};

}  // namespace callwright
