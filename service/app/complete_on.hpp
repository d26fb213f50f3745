#pragma once

#include <functional>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright {

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

}  // namespace callwright
