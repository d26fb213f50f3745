#include "tests/bench/api_face.hpp"

#include "tests/bench/http_bytes.hpp"

#include <array>
#include <memory>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <fmt/core.h>

namespace callwright::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using TlsStream = asio::ssl::stream<tcp::socket>;

/// One connection; it lives as long as an operation on it is under way.
template <class Stream>
class ApiSession : public std::enable_shared_from_this<ApiSession<Stream>> {
 public:
  ApiSession(Stream stream, const ApiFace::Answer& answer) : stream_(std::move(stream)), answer_(answer) {}

  Stream& stream() { return stream_; }
  void read() {
    stream_.async_read_some(asio::buffer(chunk_), [self = this->shared_from_this()](auto error, auto count) {
      if (!error) self->take(count);
    });
  }

 private:
  void take(std::size_t count) {
    received_.append(chunk_.data(), count);
    const auto request = first_message(received_);
    if (!request) return read();
    const auto body = answer_(path_of(*request), request->body);
    reply_ = fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                         body.size(), body);
    received_.erase(0, request->size);
    asio::async_write(stream_, asio::buffer(reply_), [self = this->shared_from_this()](auto error, auto) {
      if (!error) self->read();
    });
  }

  Stream stream_;
  const ApiFace::Answer& answer_;
  std::array<char, 8192> chunk_{};
  std::string received_;
  std::string reply_;
};

}  // namespace

ApiFace::ApiFace(asio::io_context& context, bool with_tls, Answer answer)
    : with_tls_(with_tls),
      answer_(std::move(answer)),
      acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
  tls_.use_certificate_chain(asio::buffer(identity_.certificate));
  tls_.use_private_key(asio::buffer(identity_.key), asio::ssl::context::pem);
  accept();
}

std::string ApiFace::base() const {
  return fmt::format("{}:{}/v2", with_tls_ ? "https://localhost" : "http://127.0.0.1",
                     acceptor_.local_endpoint().port());
}

void ApiFace::accept() {
  acceptor_.async_accept([this](auto error, tcp::socket socket) {
    if (error) return;
    socket.set_option(tcp::no_delay(true));
    if (with_tls_) {
      auto session = std::make_shared<ApiSession<TlsStream>>(TlsStream(std::move(socket), tls_), answer_);
      session->stream().async_handshake(asio::ssl::stream_base::server, [session](auto failed) {
        if (!failed) session->read();
      });
    } else {
      std::make_shared<ApiSession<tcp::socket>>(std::move(socket), answer_)->read();
    }
    accept();
  });
}

}  // namespace callwright::bench
