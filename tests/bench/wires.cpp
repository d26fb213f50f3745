#include "tests/bench/wires.hpp"

#include "tests/bench/http_bytes.hpp"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

namespace callwright::bench {

namespace asio = boost::asio;

class Wires::Wire : public std::enable_shared_from_this<Wire> {
 public:
  Wire(asio::io_context& context, unsigned short port) : socket_(context) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(asio::ip::tcp::no_delay(true));
  }

  void send(std::string bytes, Done done) {
    request_ = std::move(bytes);
    done_ = std::move(done);
    asio::async_write(socket_, asio::buffer(request_), [self = shared_from_this()](auto error, auto) {
      error ? self->finish(0, {}) : self->read();
    });
  }
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  void read() {
    socket_.async_read_some(asio::buffer(chunk_), [self = shared_from_this()](auto error, auto count) {
      error ? self->finish(0, {}) : self->take(count);
    });
  }
  void take(std::size_t count) {
    received_.append(chunk_.data(), count);
    const auto reply = first_message(received_);
    if (!reply) return read();
    const auto status = status_of(*reply);
    const std::string body(reply->body);
    received_.erase(0, reply->size);
    finish(status, body);
  }
  void finish(int status, std::string_view body) {
    if (done_) std::exchange(done_, nullptr)(status, body);
  }

  asio::ip::tcp::socket socket_;
  std::string request_;
  std::string received_;
  std::array<char, 4096> chunk_{};
  Done done_;
};

Wires::Wires(asio::io_context& context, unsigned short port, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    all_.push_back(std::make_shared<Wire>(context, port));
    free_.push_back(all_.back().get());
  }
}

Wires::~Wires() {
  for (const auto& wire : all_) wire->close();
}

void Wires::send(std::string bytes, Done done) {
  auto* wire = free_.back();
  free_.pop_back();
  wire->send(std::move(bytes), [this, wire, done = std::move(done)](int status, auto body) {
    free_.push_back(wire);
    done(status, body);
  });
}

}  // namespace callwright::bench
