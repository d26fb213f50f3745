#include "service/net/client_stream.hpp"

#include "service/net/until.hpp"

#include <array>
#include <utility>
#include <variant>

#include <boost/asio/error.hpp>

namespace callwright::net {

namespace asio = boost::asio;
using State = ResponseReader::State;

std::unexpected<Error> ClientStream::lost(std::string_view why) const {
  return fail(Errc::Unavailable, "http.connection",
              "The response of " + parts_.url.origin() + " broke off: " + std::string(why) +
                  "; the request may have taken effect.");
}

asio::awaitable<Result<std::string>> ClientStream::next() {
  auto piece = std::exchange(parts_.begun, {});
  while (piece.empty()) {
    if (parts_.state == State::Broken) co_return lost(parts_.reader->why_broken());
    if (!failure_.empty()) co_return lost(failure_);
    if (parts_.state == State::Complete) {
      if (parts_.reader->keep_alive()) parts_.pool.give_back(std::move(parts_.lease));
      co_return std::string();
    }
    const auto reading = [](ClientStream& self) -> asio::awaitable<std::monostate> {
      co_await self.read_more();
      co_return std::monostate{};
    };
    if (!co_await until(parts_.deadline, reading(*this))) {
      co_return fail(Errc::Timeout, "http.timeout",
                     "The response of " + parts_.url.origin() +
                         " did not end within the deadline; whether the request took effect is unknown.");
    }
    piece = parts_.reader->take_body();
  }
  bytes_ += piece.size();
  if (bytes_ > parts_.bytes_max)
    co_return lost("it is larger than " + std::to_string(parts_.bytes_max) + " bytes");
  co_return piece;
}

asio::awaitable<void> ClientStream::read_more() {
  std::array<char, 16'384> buffer{};
  const auto read = co_await parts_.lease.connection->read_some(buffer.data(), buffer.size());
  if (read.error == asio::error::eof) {
    parts_.state = parts_.reader->end_of_stream();
  } else if (read.error) {
    failure_ = read.error.message();
  } else {
    parts_.state = parts_.reader->feed({buffer.data(), read.count});
  }
}

}  // namespace callwright::net
