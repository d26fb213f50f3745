#include "service/net/client_connection.hpp"

#include "service/net/until.hpp"

#include <array>
#include <expected>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

namespace callwright::net {
namespace client_connection {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

std::unexpected<Error> cannot_connect(const Url& url, const std::string& why) {
  return fail(Errc::Unavailable, "http.connect",
              "Cannot connect to " + url.origin() + ": " + why + "; the request was not sent.");
}

tcp::socket& socket_of(tcp::socket& socket) { return socket; }
tcp::socket& socket_of(ssl::stream<tcp::socket>& stream) { return stream.next_layer(); }

template <class Stream>
class StreamConnection final : public ClientConnection {
 public:
  explicit StreamConnection(Stream stream) : stream_(std::move(stream)) {}

  asio::awaitable<error_code> write(std::string_view first, std::string_view second) override {
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(first), asio::buffer(second)};
    const auto result = co_await asio::async_write(stream_, buffers, kAsTuple);
    co_return std::get<0>(result);
  }

  asio::awaitable<ReadResult> read_some(char* data, std::size_t size) override {
    const auto [error, count] = co_await stream_.async_read_some(asio::buffer(data, size), kAsTuple);
    co_return ReadResult{.error = error, .count = count};
  }

  /// A read that does not wait: through TLS, because session tickets may lie unread in the socket.
  bool is_stale() override {
    char unexpected = 0;
    error_code error;
    auto& socket = socket_of(stream_);
    socket.non_blocking(true, error);
    if (error) return true;
    stream_.read_some(asio::buffer(&unexpected, 1), error);
    return error != asio::error::would_block && error != asio::error::try_again;
  }

 private:
  Stream stream_;
};

/// Name for the server's choice of certificate, and the check of that certificate.
error_code prepare(ssl::stream<tcp::socket>& stream, const std::string& host) {
  error_code error;
  asio::ip::make_address(host, error);
  const bool is_name = static_cast<bool>(error);
  if (is_name && SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()) != 1) {
    return asio::error::invalid_argument;
  }
  error = {};
  stream.set_verify_mode(ssl::verify_peer, error);
  if (!error) stream.set_verify_callback(ssl::host_name_verification(host), error);
  return error;
}

/// The connection, or why there is none.
using Opened = std::expected<std::unique_ptr<ClientConnection>, std::string>;

asio::awaitable<Opened> open_at(ssl::context& tls, Url url, tcp::endpoint endpoint) {
  tcp::socket socket(co_await asio::this_coro::executor);
  const auto connected = co_await socket.async_connect(endpoint, kAsTuple);
  if (std::get<0>(connected)) co_return std::unexpected(std::get<0>(connected).message());
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (!url.is_https()) {
    co_return std::make_unique<StreamConnection<tcp::socket>>(std::move(socket));
  }
  ssl::stream<tcp::socket> stream(std::move(socket), tls);
  if (const auto error = prepare(stream, url.host)) co_return std::unexpected(error.message());
  const auto shaken = co_await stream.async_handshake(ssl::stream_base::client, kAsTuple);
  if (std::get<0>(shaken)) co_return std::unexpected("TLS: " + std::get<0>(shaken).message());
  co_return std::make_unique<StreamConnection<ssl::stream<tcp::socket>>>(std::move(stream));
}

}  // namespace
}  // namespace client_connection

boost::asio::awaitable<Result<std::unique_ptr<ClientConnection>>> open_connection(
    boost::asio::ssl::context& tls, NameCache& names, Url url, ClientConnection::Clock::time_point deadline) {
  using namespace client_connection;
  const auto endpoints = co_await names.lookup(url.host, url.port);
  if (!endpoints) co_return std::unexpected(endpoints.error());
  std::string reasons;  // of every address: the last one's alone may hide what is wrong
  auto left = static_cast<int>(endpoints->size());
  for (const auto& endpoint : *endpoints) {
    const auto now = ClientConnection::Clock::now();
    auto opened = co_await until(now + (deadline - now) / left, open_at(tls, url, endpoint));
    --left;
    if (opened && *opened) {
      names.prefer(url.host, endpoint.address());
      co_return std::move(**opened);
    }
    const auto reason = opened ? opened->error() : std::string("no answer in time");
    reasons += (reasons.empty() ? "" : "; ") + endpoint.address().to_string() + ": " + reason;
  }
  co_return cannot_connect(url, reasons.empty() ? "it has no address" : reasons);
}

}  // namespace callwright::net
