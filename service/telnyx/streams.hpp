#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/telnyx.hpp"
#include "service/telnyx/api.hpp"

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// Telnyx's REST API where it may answer with Server-Sent Events. A request is sent once.
class TelnyxStreamApi final : public TelnyxStreams {
 public:
  TelnyxStreamApi(HttpStreamClient& http, TelnyxConfig config);
  boost::asio::awaitable<ApiStream> stream(ApiCall call) override;

 private:
  HttpStreamClient& http_;
  TelnyxConfig config_;
};

}  // namespace callwright
