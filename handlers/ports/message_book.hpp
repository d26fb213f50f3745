#pragma once

#include "workflows/model/message.hpp"
#include "workflows/model/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct MessagePage {
  std::vector<Message> messages;  ///< newest first
  std::string next;               ///< empty on the last page
};

/// A message that was put into the book.
struct BegunMessage {
  MessageBegun begun;
  /// Idempotency-Key for Telnyx: the same for the same client and key, else one that nobody else has.
  std::string upstream_key;
};

/// Every message to an assistant, kept before Telnyx is asked.
class MessageBook {
 public:
  virtual ~MessageBook() = default;
  /// On disk when it returns; see Store::begin_message. Unavailable: nothing is stored, do not ask.
  virtual boost::asio::awaitable<Result<BegunMessage>> begin(Message message, std::int64_t replaces) = 0;
  /// Soon on disk.
  virtual void put_conversation(std::int64_t message, std::string conversation_id) = 0;
  /// On disk when it returns; `took` is measured here. A failure is logged: the message then becomes Unknown
  /// at the next start.
  virtual boost::asio::awaitable<void> end(Message message, MessageEnd end) = 0;
  /// The same for somebody who cannot wait: soon on disk.
  virtual void end_soon(Message message, MessageEnd end) = 0;
  /// InvalidInput `cursor.invalid`, Unavailable.
  virtual boost::asio::awaitable<Result<MessagePage>> list(MessageFilter filter, std::string cursor) = 0;
};

}  // namespace callwright
