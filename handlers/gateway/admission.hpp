#pragma once

#include "handlers/access/local_only.hpp"
#include "handlers/ports/gateway_gate.hpp"
#include "handlers/ports/http.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace callwright {

/// Who may write to the assistant.
struct GatewayAccess {
  std::string api_token;
  Exposure exposure;
  bool open_locally = false;  ///< a program on this machine needs no token
};

/// `api` for the holder of the token, else the address of the client, which is local; or the 401. A wrong
/// token is wrong from everywhere.
std::expected<std::string, HttpReply> client_of(const Request& request, const GatewayAccess& access);

/// The 429 with Retry-After, where this client has written too often.
std::optional<HttpReply> refuse_too_often(GatewayGate& gate, MessageChannel channel,
                                          const std::string& client, TimePoint now);
/// 503 with Retry-After: too many messages are at work.
HttpReply too_many_at_work();

/// `Retry-After` in whole seconds, rounded up, at least 1.
void add_retry_after(HttpReply& reply, Duration wait);

}  // namespace callwright
