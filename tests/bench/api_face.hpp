#pragma once

#include "tests/support/tls_identity.hpp"

#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace callwright::bench {

/// The cheapest API that the service can talk to: every request is answered 200 at once with what the
/// function says. It runs on the generator's io_context.
class ApiFace {
 public:
  using Answer = std::function<std::string(std::string_view path, std::string_view body)>;
  ApiFace(boost::asio::io_context& context, bool with_tls, Answer answer);

  [[nodiscard]] std::string base() const;
  /// PEM, to be trusted by the service.
  [[nodiscard]] const std::string& certificate() const { return identity_.certificate; }

 private:
  void accept();

  bool with_tls_;
  Answer answer_;
  tests::TlsIdentity identity_{"DNS:localhost"};
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
  boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace callwright::bench
