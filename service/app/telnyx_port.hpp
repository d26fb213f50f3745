#pragma once

#include "service/net/http_client.hpp"
#include "service/runtime/ports/api.hpp"
#include "service/telnyx/api.hpp"

#include <memory>

#include <boost/asio/io_context.hpp>

namespace callwright {

/// The runtime's way to Telnyx, on the io_context of one shard.
class TelnyxPort final : public Api {
 public:
  /// Both outlive the port and everything that runs on the io_context.
  TelnyxPort(boost::asio::io_context& context, HttpClient& http, TelnyxConfig config);
  void send(ApiSend request, Done done) override;

 private:
  boost::asio::io_context& context_;
  TelnyxApi api_;
};

/// The outcome in the runtime's words.
SendOutcome send_outcome(ApiOutcome outcome);

}  // namespace callwright
