#pragma once

#include "handlers/gateway/upstream.hpp"
#include "handlers/ports/gateway_gate.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/ports/message_book.hpp"

#include <expected>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// One message that is in the book and at work. When it goes without an end, the book learns that nobody
/// knows what came of it.
class MessageTurn {
 public:
  MessageTurn(MessageBook& book, Message message, std::string upstream_key,
              std::shared_ptr<GatewayGate::Pass> pass);
  MessageTurn(const MessageTurn&) = delete;
  MessageTurn& operator=(const MessageTurn&) = delete;
  ~MessageTurn();

  [[nodiscard]] const Message& message() const { return message_; }
  [[nodiscard]] const std::string& upstream_key() const { return upstream_key_; }
  [[nodiscard]] const std::string& conversation_id() const { return message_.conversation_id; }
  /// The conversation exists now: it is kept even if nothing else comes.
  void found_conversation(std::string id);
  /// What has come so far, should nothing else come.
  void heard(std::string_view more) { heard_.append(more); }
  [[nodiscard]] const std::string& heard() const { return heard_; }

  boost::asio::awaitable<void> answered(std::string reply);
  /// The reply of the failure, with the conversation.
  boost::asio::awaitable<HttpReply> failed(UpstreamFailure failure);

 private:
  boost::asio::awaitable<void> end(MessageEnd end);

  MessageBook& book_;
  Message message_;
  std::string upstream_key_;
  std::shared_ptr<GatewayGate::Pass> pass_;
  std::string heard_;
  bool has_ended_ = false;
};

struct TurnStart {
  Message message;
  std::shared_ptr<GatewayGate::Pass> pass;
  /// A message of which nobody knows what came may be sent again: its `upstream_key` keeps Telnyx from doing
  /// it twice.
  bool may_resume = false;
  HttpReply (*replay)(const Message& earlier);  ///< the answer of one that is answered
};

/// Puts the message into the book. The reply instead: the same request is answered or at work already, its
/// key stands for another one, or the store is out of order.
boost::asio::awaitable<std::expected<std::unique_ptr<MessageTurn>, HttpReply>> begin_turn(MessageBook& book,
                                                                                          TurnStart start);

}  // namespace callwright
