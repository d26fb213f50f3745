#pragma once

#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// How a message that was written to us goes to the assistant.
enum class MessageChannel : std::uint8_t { Chat, Sms };
/// `chat`, `sms`.
std::string_view name_of(MessageChannel channel);
std::optional<MessageChannel> message_channel(std::string_view name);

/// How far it came.
enum class MessageState : std::uint8_t {
  Asked,     ///< Telnyx is being asked
  Answered,  ///< a chat has its reply, a text message was taken
  Failed,    ///< it certainly had no effect
  Unknown,   ///< nobody knows whether it had
};
/// `asked`, `answered`, `failed`, `unknown`.
std::string_view name_of(MessageState state);
std::optional<MessageState> message_state(std::string_view name);

/// How a message ended.
struct MessageEnd {
  MessageState state = MessageState::Unknown;
  int status = 0;               ///< of our answer
  std::string code;             ///< of the problem; empty: none
  std::string conversation_id;  ///< empty: as it was
  std::string reply;            ///< of the assistant, as far as it came
  Duration took{0};
  friend bool operator==(const MessageEnd&, const MessageEnd&) = default;
};

/// One message to an assistant and what came of it. Its texts are personal: they are shown to whoever holds
/// the API token, and never logged.
struct Message {
  std::int64_t position = 0;  ///< given by the store, never twice
  TimePoint at{};
  MessageChannel channel = MessageChannel::Chat;
  std::string assistant_id;
  std::string conversation_id;  ///< empty: not known yet
  std::string from, to;         ///< of a text message
  std::string call;             ///< the call that it belongs to; may be empty
  std::string client;           ///< `api` for the holder of the token, else an address
  std::string key;              ///< Idempotency-Key of the client; empty: none, or given up
  std::string fingerprint;      ///< of the request that the key stands for
  std::string text;
  MessageEnd end{.state = MessageState::Asked};
  friend bool operator==(const Message&, const Message&) = default;
};

/// What a search asks for; empty members do not restrict.
struct MessageFilter {
  std::string conversation_id;
  std::optional<MessageChannel> channel;
  std::string number;                     ///< `from` or `to`, whole
  std::optional<TimePoint> since, until;  ///< of `at`; `since` included, `until` not
  std::int64_t before = 0;                ///< position of the last one of the page before; newest first
  std::size_t limit = 50;
};

/// Whether a message that is to begin has begun.
struct MessageBegun {
  std::int64_t position = 0;       ///< of the new one; 0: nothing was stored
  std::optional<Message> earlier;  ///< then this one of the same client holds the key
};

/// An Idempotency-Key stands for its first request so long.
inline constexpr Duration kMessageKeyKept = std::chrono::hours{24};

}  // namespace callwright
