#pragma once

#include <exception>
#include <functional>
#include <list>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::net {

/// Owns the coroutines it spawned: no child is still running when `join` has returned. All calls come from
/// the thread of the executor, and children run there. An exception that leaves a child goes to `report`;
/// being cancelled is not an error.
class TaskGroup {
 public:
  using Report = std::function<void(std::exception_ptr)>;
  TaskGroup(const boost::asio::any_io_executor& executor, Report report);

  void spawn(boost::asio::awaitable<void> task);
  /// Tells every child to stop; each ends at the operation it waits for.
  void cancel();
  /// Returns when no child is left.
  boost::asio::awaitable<void> join();
  [[nodiscard]] std::size_t size() const;

 private:
  struct State {
    State(const boost::asio::any_io_executor& executor, Report the_report);
    boost::asio::any_io_executor executor;
    Report report;
    std::list<boost::asio::cancellation_signal> signals;  // one per child, at a stable address
    boost::asio::steady_timer emptied;                    // never expires; cancelled to wake the joiners
  };
  static boost::asio::awaitable<void> join(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;  // shared with the children's completion handlers
};

}  // namespace callwright::net
