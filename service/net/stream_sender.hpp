#pragma once

#include "handlers/ports/http.hpp"
#include "service/net/alarm.hpp"
#include "service/net/slot_queue.hpp"

#include <chrono>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::net {

struct StreamSending {
  bool in_chunks = true;                    ///< else as it is, until the connection ends
  std::chrono::milliseconds write_timeout;  ///< for each piece
  std::chrono::milliseconds heartbeat;      ///< so long without a piece
};

/// Sends a body that is made while it is sent. The next piece is asked for when the one before is with the
/// system: a slow reader slows down whoever makes it. A client that closes or ends its side is gone: what the
/// stream waits for is broken off.
class StreamSender {
 public:
  /// All of them outlive the sender. The alarm cancels the socket.
  StreamSender(boost::asio::ip::tcp::socket& socket, Alarm& alarm, BodyStream& stream, StreamSending sending);

  /// True when the body went out whole. What the stream throws passes through.
  boost::asio::awaitable<bool> run();

 private:
  /// Ends with the body, or when a piece cannot be sent.
  boost::asio::awaitable<void> pump();
  /// Ends when the client is gone.
  boost::asio::awaitable<void> watch();
  /// Ends when a heartbeat cannot be sent.
  boost::asio::awaitable<void> beat();
  /// False: the connection has ended.
  boost::asio::awaitable<bool> send(std::string_view piece);
  boost::asio::awaitable<bool> send_end();
  boost::asio::awaitable<bool> write(std::string_view before, std::string_view piece, std::string_view after);

  boost::asio::ip::tcp::socket& socket_;
  Alarm& alarm_;
  BodyStream& stream_;
  StreamSending sending_;
  SlotQueue line_;  ///< one piece is written at a time
  std::chrono::steady_clock::time_point sent_at_ = std::chrono::steady_clock::now();
  bool is_whole_ = false;
};

}  // namespace callwright::net
