#include "tests/service/net/raw_client.hpp"

#include "service/net/body_reader.hpp"
#include "service/net/header_block.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace callwright::tests {

RawClient::RawClient(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("the test server cannot be reached");
  }
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void RawClient::end_sending() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::fill() {
  std::array<char, 16'384> bytes{};
  const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

RawReply RawClient::read_reply(bool to_head) {
  while (buffer_.find("\r\n\r\n") == std::string::npos) {
    if (!fill()) return {};
  }
  RawReply reply;
  const auto head_size = buffer_.find("\r\n\r\n") + 4;
  reply.text = buffer_.substr(0, head_size);
  buffer_.erase(0, head_size);
  reply.status = std::stoi(reply.text.substr(9, 3));
  for (auto at = reply.text.find("\r\n") + 2; at + 2 < head_size; at = reply.text.find("\r\n", at) + 2) {
    const auto colon = reply.text.find(": ", at);
    reply.headers[net::lower_case(reply.text.substr(at, colon - at))] =
        reply.text.substr(colon + 2, reply.text.find("\r\n", at) - colon - 2);
  }
  if (!to_head && reply.headers.contains("transfer-encoding")) {
    net::BodyReader chunks(net::BodyFraming::Chunked, 0, 16U << 20U);
    while (true) {
      buffer_.erase(0, chunks.feed(buffer_));
      if (chunks.state() != net::BodyReader::State::Partial) break;
      if (!fill()) return {};
    }
    reply.body = chunks.take();
    return chunks.state() == net::BodyReader::State::Complete ? reply : RawReply();
  }
  if (to_head || !reply.headers.contains("content-length")) return reply;
  const auto length = std::stoul(reply.headers["content-length"]);
  while (buffer_.size() < length) {
    if (!fill()) return {};
  }
  reply.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return reply;
}

std::string RawClient::read_until(std::string_view text) {
  auto at = buffer_.find(text);
  while (at == std::string::npos) {
    if (!fill()) return {};
    at = buffer_.find(text);
  }
  auto taken = buffer_.substr(0, at + text.size());
  buffer_.erase(0, at + text.size());
  return taken;
}

void RawClient::close() {
  ::close(socket_);
  socket_ = -1;
}

bool RawClient::is_closed_by_server() {
  if (!buffer_.empty()) return false;
  char byte = 0;
  const auto count = ::recv(socket_, &byte, 1, 0);
  return count == 0 || (count < 0 && errno == ECONNRESET);
}

}  // namespace callwright::tests
