#include "tests/e2e/tls_telnyx.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace callwright::tests {
namespace tls_telnyx {
namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
    "24\r\n\r\n{\"data\":{\"result\":\"ok\"}}";

std::size_t content_length(const std::string& head) {
  constexpr std::string_view kName = "Content-Length: ";
  const auto at = head.find(kName);
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + kName.size()));
}

}  // namespace
}  // namespace tls_telnyx

TlsTelnyx::TlsTelnyx()
    : acceptor_(context_, boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
  tls_.use_certificate_chain(boost::asio::buffer(identity_.certificate));
  tls_.use_private_key(boost::asio::buffer(identity_.key), boost::asio::ssl::context::pem);
  boost::asio::co_spawn(context_, accept_all(), [](const std::exception_ptr&) {});
  thread_ = std::thread([this] { context_.run(); });
}

TlsTelnyx::~TlsTelnyx() {
  context_.stop();  // what still runs goes with the context
  thread_.join();
}

std::string TlsTelnyx::api_base() const {
  return "https://localhost:" + std::to_string(acceptor_.local_endpoint().port()) + "/v2";
}

boost::asio::awaitable<void> TlsTelnyx::accept_all() {
  while (true) {
    auto socket = co_await acceptor_.async_accept(boost::asio::use_awaitable);
    boost::asio::co_spawn(context_, serve(std::move(socket)), [](const std::exception_ptr&) {});
  }
}

boost::asio::awaitable<void> TlsTelnyx::serve(boost::asio::ip::tcp::socket socket) {
  namespace asio = boost::asio;
  asio::ssl::stream<asio::ip::tcp::socket> stream(std::move(socket), tls_);
  const auto shaken =
      co_await stream.async_handshake(asio::ssl::stream_base::server, asio::as_tuple(asio::use_awaitable));
  if (std::get<0>(shaken)) co_return note_refusal();
  std::string buffer;
  while (true) {
    // With TLS 1.3 the client refuses the certificate after our side of the handshake is done.
    const auto [error, size] = co_await asio::async_read_until(
        stream, asio::dynamic_buffer(buffer), "\r\n\r\n", asio::as_tuple(asio::use_awaitable));
    if (error) co_return note_refusal();
    auto head = buffer.substr(0, size);
    const auto whole = size + tls_telnyx::content_length(head);
    if (buffer.size() < whole) {
      co_await asio::async_read(stream, asio::dynamic_buffer(buffer),
                                asio::transfer_exactly(whole - buffer.size()), asio::use_awaitable);
    }
    buffer.erase(0, whole);
    note_request(std::move(head));
    co_await asio::async_write(stream, asio::buffer(tls_telnyx::kAnswer), asio::use_awaitable);
  }
}

void TlsTelnyx::note_refusal() {
  const std::lock_guard lock(mutex_);
  ++refusals_;
  more_.notify_all();
}

void TlsTelnyx::note_request(std::string head) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(head));
  more_.notify_all();
}

bool TlsTelnyx::wait_for_refusals(int count) {
  std::unique_lock lock(mutex_);
  return more_.wait_for(lock, tls_telnyx::kPatience, [&] { return refusals_ >= count; });
}

bool TlsTelnyx::wait_for_request(const std::string& part) {
  std::unique_lock lock(mutex_);
  return more_.wait_for(lock, tls_telnyx::kPatience, [&] {
    return std::ranges::any_of(requests_, [&](const auto& head) { return head.contains(part); });
  });
}

std::size_t TlsTelnyx::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_.size();
}

}  // namespace callwright::tests
