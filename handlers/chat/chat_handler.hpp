#pragma once

#include "handlers/chat/chat_request.hpp"
#include "handlers/gateway/admission.hpp"
#include "handlers/gateway/message_turn.hpp"
#include "handlers/ports/gateway_gate.hpp"
#include "handlers/ports/message_book.hpp"
#include "handlers/ports/telnyx.hpp"
#include "handlers/router.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct ChatSettings {
  GatewayAccess access;
  std::string assistant_id;                          ///< where a request names none; may be empty
  Duration reply_within = std::chrono::seconds{60};  ///< for the assistant
};

/// What a chat asks of the process.
struct ChatPorts {
  TelnyxClient& telnyx;
  TelnyxStreams& streams;
  MessageBook& book;
  GatewayGate& gate;
};

/// `POST /chat`: passes a message to the assistant and its reply back, in a conversation that is made when
/// the request names none.
class ChatHandler {
 public:
  ChatHandler(ChatPorts ports, ChatSettings settings);
  [[nodiscard]] boost::asio::awaitable<HttpReply> answer(Request request) const;

 private:
  boost::asio::awaitable<HttpReply> chat(ChatRequest chat, std::unique_ptr<MessageTurn> turn) const;
  [[nodiscard]] ApiCall question(const ChatRequest& chat, const std::string& conversation_id) const;

  ChatPorts ports_;
  ChatSettings settings_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const ChatHandler& chat);

}  // namespace callwright
