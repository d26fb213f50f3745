#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/telnyx.hpp"

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct Operation;

struct TelnyxConfig {
  std::string api_base = "https://api.telnyx.com/v2";
  std::string api_key;
  std::function<TimePoint()> now;  ///< for dates in Retry-After
};

/// The HTTP request of a call. InvalidInput `telnyx.path_parameter` when one is missing or empty.
Result<HttpRequest> request_for(const Operation& operation, ApiCall call, const TelnyxConfig& config);

/// Telnyx's REST API. Sends each request once; repeating is decided by who knows what may be repeated.
class TelnyxApi final : public TelnyxClient {
 public:
  TelnyxApi(HttpClient& http, TelnyxConfig config);
  /// An operation that the catalogue does not know is Refused with `telnyx.operation`, unsent.
  boost::asio::awaitable<ApiOutcome> call(ApiCall call) override;

 private:
  HttpClient& http_;
  TelnyxConfig config_;
};

}  // namespace callwright
