#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

namespace callwright::net {

/// One moving deadline of a connection. Moving it later costs a store: the timer underneath is set again only
/// for an earlier time or when it fires too soon, so a kept connection does not pay for a timer in each
/// request. All calls come from the thread of the executor.
class Alarm {
 public:
  using Clock = std::chrono::steady_clock;
  /// `ring` is called once each time a deadline passes, never after the Alarm is gone.
  Alarm(const boost::asio::any_io_executor& executor, std::function<void()> ring);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  /// Rings at `deadline` unless it is moved before.
  void set(Clock::time_point deadline);
  void clear();
  /// True from the ring until the next `set` or `clear`.
  [[nodiscard]] bool rang() const;

 private:
  struct State;
  static void arm(const std::shared_ptr<State>& state);
  std::shared_ptr<State> state_;
};

}  // namespace callwright::net
