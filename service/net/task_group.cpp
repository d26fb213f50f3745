#include "service/net/task_group.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace callwright::net {
namespace task_group {
namespace {

bool is_cancellation(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == boost::asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

}  // namespace
}  // namespace task_group

TaskGroup::State::State(const boost::asio::any_io_executor& the_executor, Report the_report)
    : executor(the_executor),
      report(std::move(the_report)),
      emptied(the_executor, boost::asio::steady_timer::time_point::max()) {}

TaskGroup::TaskGroup(const boost::asio::any_io_executor& executor, Report report)
    : state_(std::make_shared<State>(executor, std::move(report))) {}

void TaskGroup::spawn(boost::asio::awaitable<void> task) {
  const auto signal = state_->signals.emplace(state_->signals.end());
  auto finished = [state = state_, signal](std::exception_ptr failure) {
    state->signals.erase(signal);
    if (failure && !task_group::is_cancellation(failure)) state->report(failure);
    if (state->signals.empty()) state->emptied.cancel();
  };
  boost::asio::co_spawn(state_->executor, std::move(task),
                        boost::asio::bind_cancellation_slot(signal->slot(), std::move(finished)));
}

void TaskGroup::cancel() {
  for (auto signal = state_->signals.begin(); signal != state_->signals.end();) {
    (signal++)->emit(boost::asio::cancellation_type::terminal);
  }
}

boost::asio::awaitable<void> TaskGroup::join() { return join(state_); }

boost::asio::awaitable<void> TaskGroup::join(std::shared_ptr<State> state) {
  while (!state->signals.empty()) {
    co_await state->emptied.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
}

std::size_t TaskGroup::size() const { return state_->signals.size(); }

}  // namespace callwright::net
