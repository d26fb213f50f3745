#pragma once

#include "service/net/client_connection.hpp"
#include "service/net/slot_queue.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace callwright::net {

/// The kept connections to one origin.
class OriginPool {
 public:
  using Clock = ClientConnection::Clock;
  struct Limits {
    std::size_t connections_max = 16;
    std::chrono::milliseconds idle_timeout{55'000};
  };
  /// A connection with the right to use it. Dropped unless it is given back.
  struct Lease {
    SlotQueue::Slot slot;
    std::unique_ptr<ClientConnection> connection;
    bool fresh = false;
  };

  OriginPool(const boost::asio::any_io_executor& executor, boost::asio::ssl::context& tls, NameCache& names,
             Url url, Limits limits);

  /// A kept connection that is still good, or a new one. Unavailable `http.connect`.
  boost::asio::awaitable<Result<Lease>> lease(Clock::time_point deadline);
  /// The exchange left the connection in order: it is kept for the next.
  void give_back(Lease lease);
  /// Opens connections until `count` are there.
  boost::asio::awaitable<Result<void>> warm(std::size_t count, Clock::time_point deadline);
  void drop_stale();
  void drop_idle() { idle_.clear(); }
  [[nodiscard]] std::uint64_t opened() const { return opened_; }

 private:
  [[nodiscard]] bool is_usable(ClientConnection& connection) const;

  boost::asio::ssl::context& tls_;
  NameCache& names_;
  Url url_;
  Limits limits_;
  SlotQueue slots_;
  std::vector<std::unique_ptr<ClientConnection>> idle_;  // the one used last is at the end, and is used next
  std::uint64_t opened_ = 0;
};

}  // namespace callwright::net
