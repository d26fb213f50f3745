#pragma once

#include "service/net/alarm.hpp"
#include "service/net/http_server.hpp"
#include "service/net/reply_writer.hpp"
#include "service/net/request_reader.hpp"

#include <array>
#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>

namespace callwright::net {

/// One accepted connection: reads requests, has them answered, writes the replies in order. It refers to the
/// config and the hooks of its server, which outlives it.
class ServerSession {
 public:
  ServerSession(boost::asio::ip::tcp::socket socket, const ServerConfig& config, const ServerHooks& hooks);

  /// Serves until the connection ends. `self` is kept by the coroutine.
  static boost::asio::awaitable<void> run(std::shared_ptr<ServerSession> self);
  /// Answers whatever comes with `refusal` and closes.
  static boost::asio::awaitable<void> refuse(std::shared_ptr<ServerSession> self, HttpReply refusal);
  /// Ends the connection after the request that runs, or at once when there is none.
  void finish();

 private:
  enum class Arrival { Request, Refusal, TimedOut, Closed };
  boost::asio::awaitable<Arrival> next_request();
  /// False when the connection has ended.
  boost::asio::awaitable<bool> read_some();
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<HttpReply> handle(Request request);
  /// False when the reply did not get out whole.
  boost::asio::awaitable<bool> write(HttpReply reply, ReplyFraming framing);
  /// The same for a body that is made while it is sent.
  boost::asio::awaitable<bool> write_stream(BodyStream& stream, ReplyFraming framing);
  boost::asio::awaitable<void> write_last(HttpReply reply);
  boost::asio::awaitable<void> close_gently();
  void report_failure(std::string detail) const;

  const ServerConfig& config_;
  const ServerHooks& hooks_;
  boost::asio::ip::tcp::socket socket_;
  std::string remote_address_;
  RequestReader reader_;
  Alarm alarm_;
  std::array<char, 8'192> buffer_{};
  bool idle_ = false;       // waiting for the first byte of a request
  bool finishing_ = false;  // no request after the one that runs
};

}  // namespace callwright::net
