#include "service/net/origin_pool.hpp"

#include <algorithm>
#include <utility>

namespace callwright::net {

OriginPool::OriginPool(const boost::asio::any_io_executor& executor, boost::asio::ssl::context& tls,
                       NameCache& names, Url url, Limits limits)
    : tls_(tls),
      names_(names),
      url_(std::move(url)),
      limits_(limits),
      slots_(executor, limits.connections_max) {}

bool OriginPool::is_usable(ClientConnection& connection) const {
  return Clock::now() - connection.idle_since < limits_.idle_timeout && !connection.is_stale();
}

boost::asio::awaitable<Result<OriginPool::Lease>> OriginPool::lease(Clock::time_point deadline) {
  Lease lease;
  lease.slot = co_await slots_.take();
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (!is_usable(*connection)) continue;
    lease.connection = std::move(connection);
    co_return lease;
  }
  auto opened = co_await open_connection(tls_, names_, url_, deadline);
  if (!opened) co_return std::unexpected(std::move(opened.error()));
  ++opened_;
  lease.connection = std::move(*opened);
  lease.fresh = true;
  co_return lease;
}

void OriginPool::give_back(Lease lease) {
  lease.connection->idle_since = Clock::now();
  idle_.push_back(std::move(lease.connection));
}

boost::asio::awaitable<Result<void>> OriginPool::warm(std::size_t count, Clock::time_point deadline) {
  const auto wanted = std::min(count, limits_.connections_max);
  drop_stale();
  while (idle_.size() + slots_.in_use() < wanted) {
    Lease lease;
    lease.slot = co_await slots_.take();
    auto opened = co_await open_connection(tls_, names_, url_, deadline);
    if (!opened) co_return std::unexpected(std::move(opened.error()));
    ++opened_;
    lease.connection = std::move(*opened);
    give_back(std::move(lease));
  }
  co_return Result<void>{};
}

void OriginPool::drop_stale() {
  std::erase_if(idle_, [this](const auto& connection) { return !is_usable(*connection); });
}

}  // namespace callwright::net
