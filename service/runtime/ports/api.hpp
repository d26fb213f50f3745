#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/ids.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace callwright {

/// One HTTP request to Telnyx. It is sent as it is, once: repetitions are decided by the runtime.
struct ApiSend {
  const Operation* operation = nullptr;  ///< of the catalogue, which outlives every request
  std::vector<std::pair<std::string, std::string>> path_params;  ///< not yet percent-encoded
  std::vector<std::pair<std::string, std::string>> query;        ///< not yet percent-encoded
  Json body;                                                     ///< null: none
  std::string idempotency_key;  ///< header Idempotency-Key; empty: no such header
  Duration timeout{0};          ///< no whole answer after it is NoAnswer
  friend bool operator==(const ApiSend&, const ApiSend&) = default;
};

/// What came of one request.
struct SendOutcome {
  enum class Kind : std::uint8_t {
    Accepted,     ///< 2xx; `data` is the response's `data` member, or the whole body where there is none
    Refused,      ///< 4xx except 408 and 429
    RateLimited,  ///< 429: Telnyx did nothing
    ServerError,  ///< 5xx and 408: whether it was done is not known
    NotSent,      ///< no connection: certainly not done
    NoAnswer,     ///< timed out or the connection was lost after the request may have left
  };
  Kind kind = Kind::NoAnswer;
  int status = 0;    ///< HTTP status, 0 without one
  std::string code;  ///< Telnyx's error code, `90018`; `timeout` or `connection` without an answer
  std::string detail;
  Json data;
  Duration retry_after{0};  ///< from Retry-After or x-ratelimit-reset; 0: not stated
  std::string next_page;    ///< of a list: what `page[after]` has to be for its next page; empty: the last
};

/// The way out to Telnyx. Every shard has one of its own and uses it from its own thread only.
class Api {
 public:
  using Done = std::move_only_function<void(SendOutcome)>;
  virtual ~Api() = default;
  /// Calls `done` exactly once, on the shard's thread, never before `send` has returned, and at the latest
  /// a little after `request.timeout`.
  virtual void send(ApiSend request, Done done) = 0;
};

}  // namespace callwright
