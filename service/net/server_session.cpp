#include "service/net/server_session.hpp"

#include "handlers/ports/http_text.hpp"
#include "service/net/stream_sender.hpp"

#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace callwright::net {
namespace server_session {
namespace {

namespace asio = boost::asio;
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
/// How long a client may take to read the last reply and close, before the socket is taken away.
constexpr std::chrono::seconds kLinger{2};

std::string address_text(const asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) return {};
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

HttpReply timed_out_reply() {
  return problem(408, "http.read_timeout", "The request did not arrive in time; send it faster or smaller.");
}

HttpReply failed_reply() {
  return problem(500, "http.handler_failed",
                 "The request could not be answered; the log of the service says why.");
}

}  // namespace
}  // namespace server_session

using server_session::kAsTuple;
namespace asio = boost::asio;

ServerSession::ServerSession(asio::ip::tcp::socket socket, const ServerConfig& config,
                             const ServerHooks& hooks)
    : config_(config),
      hooks_(hooks),
      socket_(std::move(socket)),
      remote_address_(server_session::address_text(socket_)),
      reader_({.body_bytes_max = config.body_bytes_max, .header_bytes_max = config.header_bytes_max}),
      alarm_(socket_.get_executor(), [this] {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
      }) {
  boost::system::error_code ignored;  // a peer that is already gone shows at the first read
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void ServerSession::finish() {
  finishing_ = true;
  boost::system::error_code ignored;
  if (idle_) socket_.cancel(ignored);
}

asio::awaitable<void> ServerSession::run(std::shared_ptr<ServerSession> self) {
  while (co_await self->serve_one()) {
  }
}

asio::awaitable<void> ServerSession::refuse(std::shared_ptr<ServerSession> self, HttpReply refusal) {
  co_await self->write_last(std::move(refusal));
}

asio::awaitable<bool> ServerSession::serve_one() {
  switch (co_await next_request()) {
    case Arrival::Closed: co_return false;
    case Arrival::TimedOut: co_await write_last(server_session::timed_out_reply()); co_return false;
    case Arrival::Refusal: co_await write_last(reader_.refusal()); co_return false;
    case Arrival::Request: break;
  }
  auto received = reader_.take();
  received.request.remote_address = remote_address_;
  received.request.received_at = hooks_.now();
  auto reply = co_await handle(std::move(received.request));
  if (reply.status == kNoReply) co_return false;
  // Without chunks only the end of the connection tells the end of a stream.
  const bool ends_connection = reply.stream != nullptr && received.is_http10;
  const ReplyFraming framing{.keep_alive = received.keep_alive && !finishing_ && !ends_connection,
                             .is_http10 = received.is_http10,
                             .without_body = received.is_head};
  if (!co_await write(std::move(reply), framing)) co_return false;
  if (!framing.keep_alive) co_await close_gently();
  co_return framing.keep_alive;
}

asio::awaitable<ServerSession::Arrival> ServerSession::next_request() {
  using State = RequestReader::State;
  const auto waits_since = Alarm::Clock::now();
  bool begun = false;
  while (true) {
    switch (reader_.state()) {
      case State::Complete: alarm_.clear(); co_return Arrival::Request;
      case State::Refused: co_return Arrival::Refusal;
      case State::Empty:
        if (finishing_) co_return Arrival::Closed;
        alarm_.set(waits_since + config_.idle_timeout);
        break;
      case State::WantsContinue:
      case State::Partial:
        if (!std::exchange(begun, true)) alarm_.set(Alarm::Clock::now() + config_.read_timeout);
        break;
    }
    if (reader_.state() == State::WantsContinue) {
      reader_.continued();
      co_await asio::async_write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                                 kAsTuple);
    }
    idle_ = !begun;
    const bool more = co_await read_some();
    idle_ = false;
    if (!more) co_return alarm_.rang() && begun ? Arrival::TimedOut : Arrival::Closed;
  }
}

asio::awaitable<bool> ServerSession::read_some() {
  const auto [error, count] = co_await socket_.async_read_some(asio::buffer(buffer_), kAsTuple);
  if (error) co_return false;
  reader_.feed({buffer_.data(), count});
  co_return true;
}

asio::awaitable<HttpReply> ServerSession::handle(Request request) {
  std::string failure;
  try {
    co_return co_await hooks_.handler(std::move(request));
  } catch (const std::exception& exception) {
    failure = exception.what();
  } catch (...) {
    failure = "an exception of unknown type";
  }
  // Being told to stop is no failure of the handler; the next wait ends this coroutine.
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() == asio::cancellation_type::none) report_failure(std::move(failure));
  co_return server_session::failed_reply();
}

asio::awaitable<bool> ServerSession::write(HttpReply reply, ReplyFraming framing) {
  const auto date = http_date(hooks_.now());
  framing.date = date;
  auto head = reply_head(reply, framing);
  if (!head) {
    report_failure("a reply with status " + std::to_string(reply.status) +
                   " has a header that cannot be sent");
    reply = server_session::failed_reply();
    head = reply_head(reply, framing);
  }
  std::array<asio::const_buffer, 2> buffers = {asio::buffer(*head), asio::const_buffer()};
  if (has_body(reply, framing)) buffers[1] = asio::buffer(reply.body);
  alarm_.set(Alarm::Clock::now() + config_.write_timeout);
  const auto [error, count] = co_await asio::async_write(socket_, buffers, kAsTuple);
  alarm_.clear();
  if (error || count != asio::buffer_size(buffers)) co_return false;
  co_return !has_stream(reply, framing) || co_await write_stream(*reply.stream, framing);
}

asio::awaitable<bool> ServerSession::write_stream(BodyStream& stream, ReplyFraming framing) {
  StreamSender sender(socket_, alarm_, stream,
                      {.in_chunks = !framing.is_http10,
                       .write_timeout = config_.write_timeout,
                       .heartbeat = config_.heartbeat});
  std::string failure;
  try {
    co_return co_await sender.run();
  } catch (const std::exception& exception) {
    failure = exception.what();
  } catch (...) {
    failure = "an exception of unknown type";
  }
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() == asio::cancellation_type::none) report_failure(std::move(failure));
  co_return false;
}

asio::awaitable<void> ServerSession::write_last(HttpReply reply) {
  if (co_await write(std::move(reply), ReplyFraming{.keep_alive = false})) co_await close_gently();
}

/// Closing with unread bytes resets the connection, and the client may lose the reply it has not read yet. So
/// we end our side, and take what still comes until the client ends its own.
asio::awaitable<void> ServerSession::close_gently() {
  boost::system::error_code error;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  if (error) co_return;
  alarm_.set(Alarm::Clock::now() + server_session::kLinger);
  while (!alarm_.rang()) {
    const auto result = co_await socket_.async_read_some(asio::buffer(buffer_), kAsTuple);
    if (std::get<0>(result)) co_return;
  }
}

void ServerSession::report_failure(std::string detail) const {
  hooks_.report(Error(Errc::Unavailable, "http.handler_failed", std::move(detail)));
}

}  // namespace callwright::net
