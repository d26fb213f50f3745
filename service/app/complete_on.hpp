#pragma once

#include "workflows/model/time.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright {

/// The time that is `until` on a clock that shows `now`; at once when that is over.
inline std::chrono::steady_clock::time_point steady_deadline(TimePoint until, TimePoint now) {
  return std::chrono::steady_clock::now() + std::max(Duration{0}, until - now);
}

/// Awaits a function that answers once, from any thread, through the callback that it is given. The coroutine
/// goes on where it was: on its own executor, which is kept running until then.
template <class Answer, class Start>
boost::asio::awaitable<Answer> await_answer(Start start) {
  namespace asio = boost::asio;
  auto initiate = [](auto handler, Start&& begin) {
    auto executor =
        asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
    std::move(begin)([handler = std::move(handler), executor = std::move(executor)](Answer answer) mutable {
      asio::dispatch(executor, [handler = std::move(handler), answer = std::move(answer)]() mutable {
        std::move(handler)(std::move(answer));
      });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Answer)>(
      std::move(initiate), asio::use_awaitable, std::move(start));
}

/// The same, waiting until `deadline` at the latest; empty when it came first. The function may still answer
/// later, to nobody.
template <class Answer, class Start>
boost::asio::awaitable<std::optional<Answer>> await_answer_until(
    std::chrono::steady_clock::time_point deadline, Start start) {
  namespace asio = boost::asio;
  struct Wait {
    explicit Wait(const asio::any_io_executor& executor) : wake(executor) {}
    asio::steady_timer wake;
    std::optional<Answer> answer;
  };
  const auto own = co_await asio::this_coro::executor;
  const auto executor = asio::prefer(own, asio::execution::outstanding_work.tracked);
  auto wait = std::make_shared<Wait>(own);
  wait->wake.expires_at(deadline);
  std::move(start)([wait, executor](Answer answer) mutable {
    asio::dispatch(executor, [wait = std::move(wait), answer = std::move(answer)]() mutable {
      wait->answer = std::move(answer);
      wait->wake.cancel();
    });
  });
  if (!wait->answer) co_await wait->wake.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return std::move(wait->answer);
}

}  // namespace callwright
