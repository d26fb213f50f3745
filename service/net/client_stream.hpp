#pragma once

#include "handlers/ports/http.hpp"
#include "service/net/origin_pool.hpp"
#include "service/net/response_reader.hpp"
#include "service/net/url.hpp"

#include <cstddef>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright::net {

/// The body of a response, as it comes. Gives the connection back at its end, and closes it when it goes
/// before.
class ClientStream final : public BodyStream {
 public:
  struct Parts {
    std::shared_ptr<void> owner;  ///< keeps the pool
    OriginPool& pool;
    OriginPool::Lease lease;
    std::unique_ptr<ResponseReader> reader;  ///< has the head
    ResponseReader::State state = ResponseReader::State::Partial;
    Url url;
    ClientConnection::Clock::time_point deadline;
    std::size_t bytes_max = 0;  ///< of the whole body
    std::string begun;          ///< what came of the body with the head
  };
  explicit ClientStream(Parts parts) : parts_(std::move(parts)) {}

  /// Timeout `http.timeout`, Unavailable `http.connection`.
  boost::asio::awaitable<Result<std::string>> next() override;

 private:
  boost::asio::awaitable<void> read_more();
  [[nodiscard]] std::unexpected<Error> lost(std::string_view why) const;

  Parts parts_;
  std::size_t bytes_ = 0;
  std::string failure_;  ///< half a sentence
};

}  // namespace callwright::net
