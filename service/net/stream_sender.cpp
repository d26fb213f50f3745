#include "service/net/stream_sender.hpp"

#include "service/net/until.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <exception>
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

namespace callwright::net {
namespace stream_sender {
namespace {

namespace asio = boost::asio;
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

enum class Peer { Silent, Sends, Gone };

Peer look_at(asio::ip::tcp::socket& socket) {
  char next = 0;
  const auto count = ::recv(socket.native_handle(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count > 0) return Peer::Sends;
  const bool is_waiting = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return is_waiting ? Peer::Silent : Peer::Gone;
}

std::string chunk_size_line(std::size_t size) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
  return std::string(digits.data(), end) + "\r\n";
}

}  // namespace
}  // namespace stream_sender

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

StreamSender::StreamSender(asio::ip::tcp::socket& socket, Alarm& alarm, BodyStream& stream,
                           StreamSending sending)
    : socket_(socket), alarm_(alarm), stream_(stream), sending_(sending), line_(socket.get_executor(), 1) {}

asio::awaitable<bool> StreamSender::run() {
  const auto executor = co_await asio::this_coro::executor;
  auto [order, pumped, watched, beaten] =
      co_await asio::experimental::make_parallel_group(asio::co_spawn(executor, pump(), asio::deferred),
                                                       asio::co_spawn(executor, watch(), asio::deferred),
                                                       asio::co_spawn(executor, beat(), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (order[0] == 0 && pumped) std::rethrow_exception(pumped);
  co_return is_whole_;
}

asio::awaitable<void> StreamSender::pump() {
  while (true) {
    const auto piece = co_await stream_.next();
    if (!piece) co_return;
    if (piece->empty()) break;
    if (!co_await send(*piece)) co_return;
  }
  is_whole_ = co_await send_end();
}

asio::awaitable<void> StreamSender::watch() {
  using stream_sender::Peer;
  auto peer = Peer::Silent;
  while (peer == Peer::Silent) {
    const auto [error] =
        co_await socket_.async_wait(asio::ip::tcp::socket::wait_read, stream_sender::kAsTuple);
    if (error) co_return;
    peer = stream_sender::look_at(socket_);
  }
  if (peer == Peer::Gone) co_return;
  // A further request lies there and hides the end behind it; a write that fails will tell.
  asio::steady_timer never(socket_.get_executor(), Clock::time_point::max());
  co_await never.async_wait(stream_sender::kAsTuple);
}

asio::awaitable<void> StreamSender::beat() {
  asio::steady_timer timer(socket_.get_executor());
  while (true) {
    timer.expires_at(sent_at_ + sending_.heartbeat);
    const auto [error] = co_await timer.async_wait(stream_sender::kAsTuple);
    if (error) co_return;
    const auto text = stream_.heartbeat();
    if (text.empty()) {
      sent_at_ = Clock::now();
    } else if (Clock::now() >= sent_at_ + sending_.heartbeat && !co_await send(text)) {
      co_return;
    }
  }
}

asio::awaitable<bool> StreamSender::send(std::string_view piece) {
  const auto turn = co_await line_.take();
  if (!sending_.in_chunks) co_return co_await write({}, piece, {});
  const auto size = stream_sender::chunk_size_line(piece.size());
  co_return co_await write(size, piece, "\r\n");
}

asio::awaitable<bool> StreamSender::send_end() {
  const auto turn = co_await line_.take();
  co_return !sending_.in_chunks || co_await write("0\r\n\r\n", {}, {});
}

asio::awaitable<bool> StreamSender::write(std::string_view before, std::string_view piece,
                                          std::string_view after) {
  const std::array<asio::const_buffer, 3> buffers = {asio::buffer(before), asio::buffer(piece),
                                                     asio::buffer(after)};
  alarm_.set(Alarm::Clock::now() + sending_.write_timeout);
  const auto [error, count] = co_await asio::async_write(socket_, buffers, stream_sender::kAsTuple);
  alarm_.clear();
  sent_at_ = Clock::now();
  co_return !error && count == asio::buffer_size(buffers);
}

}  // namespace callwright::net
