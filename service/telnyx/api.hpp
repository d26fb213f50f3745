#pragma once

#include "handlers/ports/http.hpp"
#include "service/telnyx/outcome.hpp"
#include "workflows/model/json.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct Operation;

/// One request in the words of the catalogue.
struct ApiCall {
  std::string operation;                                   ///< name in the catalogue: `ai_assistant_join`
  std::map<std::string, std::string> path_params;          ///< `call_control_id` → as Telnyx gave it
  std::vector<std::pair<std::string, std::string>> query;  ///< in this order
  Json body;                                               ///< null: `{}` where the method has a body
  std::string idempotency_key;                             ///< sent where the operation takes one
  Duration deadline = std::chrono::seconds{2};             ///< for the whole exchange
};

struct TelnyxConfig {
  std::string api_base = "https://api.telnyx.com/v2";
  std::string api_key;
  std::function<TimePoint()> now;  ///< for dates in Retry-After
};

/// The HTTP request of a call. InvalidInput `telnyx.path_parameter` when one is missing or empty.
Result<HttpRequest> request_for(const Operation& operation, ApiCall call, const TelnyxConfig& config);

/// Telnyx's REST API. Sends each request once; repeating is decided by who knows what may be repeated.
class TelnyxApi {
 public:
  TelnyxApi(HttpClient& http, TelnyxConfig config);
  /// An operation that the catalogue does not know is Refused with `telnyx.operation`, unsent.
  boost::asio::awaitable<ApiOutcome> call(ApiCall call);

 private:
  HttpClient& http_;
  TelnyxConfig config_;
};

}  // namespace callwright
