#pragma once

#include "tests/support/tls_identity.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace callwright::tests {

/// A server that speaks TLS as `localhost`, with a certificate of its own making, and accepts every command.
class TlsTelnyx {
 public:
  TlsTelnyx();
  ~TlsTelnyx();
  TlsTelnyx(const TlsTelnyx&) = delete;
  TlsTelnyx& operator=(const TlsTelnyx&) = delete;

  [[nodiscard]] std::string api_base() const;
  [[nodiscard]] const std::string& certificate() const { return identity_.certificate; }
  /// Waits until so many handshakes have failed; false when they do not.
  bool wait_for_refusals(int count);
  /// Waits for a request whose head has this text; false when none comes.
  bool wait_for_request(const std::string& part);
  [[nodiscard]] std::size_t requests() const;

 private:
  boost::asio::awaitable<void> accept_all();
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);
  void note_refusal();
  void note_request(std::string head);

  TlsIdentity identity_{"DNS:localhost"};
  boost::asio::io_context context_{1};
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
  boost::asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  int refusals_ = 0;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace callwright::tests
