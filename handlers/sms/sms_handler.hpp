#pragma once

#include "handlers/gateway/admission.hpp"
#include "handlers/gateway/message_turn.hpp"
#include "handlers/ports/call_archive.hpp"
#include "handlers/ports/gateway_gate.hpp"
#include "handlers/ports/message_book.hpp"
#include "handlers/ports/telnyx.hpp"
#include "handlers/router.hpp"
#include "handlers/sms/sms_request.hpp"

#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct SmsSettings {
  GatewayAccess access;
  SmsDefaults defaults;
};

/// What a text message asks of the process.
struct SmsPorts {
  TelnyxClient& telnyx;
  MessageBook& book;
  GatewayGate& gate;
  CallArchive& calls;
};

/// `POST /sms`: has the assistant write a text message to somebody.
class SmsHandler {
 public:
  SmsHandler(SmsPorts ports, SmsSettings settings);
  [[nodiscard]] boost::asio::awaitable<HttpReply> answer(Request request) const;

 private:
  /// The conversation of the call that the message belongs to.
  boost::asio::awaitable<std::expected<std::string, HttpReply>> conversation_of(std::string call) const;
  boost::asio::awaitable<HttpReply> send(ApiCall message, std::unique_ptr<MessageTurn> turn) const;

  SmsPorts ports_;
  SmsSettings settings_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const SmsHandler& sms);

}  // namespace callwright
