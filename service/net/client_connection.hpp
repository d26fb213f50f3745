#pragma once

#include "service/net/name_cache.hpp"
#include "service/net/url.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>

namespace callwright::net {

/// One connection to a server, plain or TLS.
class ClientConnection {
 public:
  using Clock = std::chrono::steady_clock;
  struct ReadResult {
    boost::system::error_code error;  ///< `eof`: the peer ended the stream properly
    std::size_t count = 0;
  };

  virtual ~ClientConnection() = default;
  virtual boost::asio::awaitable<boost::system::error_code> write(std::string_view first,
                                                                  std::string_view second) = 0;
  virtual boost::asio::awaitable<ReadResult> read_some(char* data, std::size_t size) = 0;
  /// True when the peer has closed or has sent something while nothing was asked. Does not wait.
  virtual bool is_stale() = 0;

  Clock::time_point idle_since{};
};

/// Connects to one of the addresses in turn; each gets an even share of the time left to `deadline`. TLS
/// checks the certificate and the name of the host. Unavailable `http.connect`.
boost::asio::awaitable<Result<std::unique_ptr<ClientConnection>>> open_connection(
    boost::asio::ssl::context& tls, NameCache& names, Url url, ClientConnection::Clock::time_point deadline);

}  // namespace callwright::net
