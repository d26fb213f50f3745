#pragma once

#include "handlers/ports/http.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright {

/// Answers one request. What it throws is answered with 500 and reported.
using Handler = std::function<boost::asio::awaitable<HttpReply>(Request)>;

struct ServerConfig {
  std::string address = "127.0.0.1";  ///< an IP address to listen on
  unsigned short port = 8080;         ///< 0: one that is free
  std::optional<int>
      listening_fd;         ///< a listening socket handed over at start, used instead; stays the caller's
  bool reuse_port = false;  ///< several servers, each on its own thread, share the port
  std::size_t body_bytes_max = 1'048'576;
  std::size_t header_bytes_max = 16'384;
  std::chrono::milliseconds read_timeout{10'000};   ///< a whole request, from its first byte
  std::chrono::milliseconds write_timeout{30'000};  ///< a whole reply, or each piece of a stream
  std::chrono::milliseconds heartbeat{15'000};  ///< a stream that says nothing is told to be alive so often
  std::chrono::milliseconds idle_timeout{75'000};  ///< a kept connection without a request
  std::size_t connections_max = 4'096;             ///< of this server; more are answered 503
};

/// What a server needs of its owner.
struct ServerHooks {
  Handler handler;
  std::function<TimePoint()> now;  ///< for `received_at` and the Date header
  std::function<void(const Error&)>
      report;  ///< `http.handler_failed`, `http.accept_failed`, `http.task_failed`
};

/// HTTP/1.1 on one io_context with one thread: kept connections, pipelined requests answered in order, one
/// coroutine per connection. Errors on the wire are problem details (RFC 9457).
///
/// All functions are called on the thread of the io_context, or while it does not run. Call `drain` before
/// the io_context stops; connections that still run then would be cut off in the middle.
class HttpServer {
 public:
  HttpServer(boost::asio::io_context& context, ServerConfig config, ServerHooks hooks);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Listens and accepts. Unavailable `http.listen`: the address cannot be used; the detail says why.
  Result<void> start();
  /// The port in use, also when it was chosen by the system; 0 before `start`.
  [[nodiscard]] unsigned short port() const;
  [[nodiscard]] std::size_t connections() const;

  /// Closes the listening socket and every connection without a request. Requests that run are answered with
  /// `Connection: close`.
  void stop_accepting();
  /// Stops accepting, lets running requests finish for `patience`, tells the rest to stop. When it returns no
  /// coroutine of this server is left.
  boost::asio::awaitable<void> drain(std::chrono::milliseconds patience);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace callwright
