#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

// parallel_group.hpp of Boost 1.81 does not stand alone: these come first.
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright::net {

/// Runs `operation` until `deadline` at the latest. Empty: the deadline came first, and the operation has
/// stopped by the time this returns, so what it refers to may go. An exception of the operation passes
/// through, and so does a cancellation of the caller.
///
/// `wait_for_one` ends with whichever comes first, a failure included; `operation || timer` would wait for a
/// success and turn a failure at once into a timeout later.
template <class T>
boost::asio::awaitable<std::optional<T>> until(std::chrono::steady_clock::time_point deadline,
                                               boost::asio::awaitable<T> operation) {
  namespace asio = boost::asio;
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, deadline);
  auto [order, failure, value, timer_error] =
      co_await asio::experimental::make_parallel_group(
          asio::co_spawn(executor, std::move(operation), asio::deferred), timer.async_wait(asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (order[0] == 1 && !timer_error) co_return std::nullopt;
  if (failure) std::rethrow_exception(failure);
  co_return std::optional<T>(std::move(value));
}

}  // namespace callwright::net
