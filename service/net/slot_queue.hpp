#pragma once

#include <cstddef>
#include <list>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::net {

/// A fixed number of slots for the coroutines of one thread; who finds none waits in line. A slot that
/// becomes free is handed to the first in line, so nobody overtakes and no wake-up is lost when a waiter
/// gives up.
class SlotQueue {
  struct State;

 public:
  /// Holds one slot until it is destroyed.
  class Slot {
   public:
    Slot() = default;
    explicit Slot(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Slot(Slot&&) noexcept = default;
    Slot& operator=(Slot&& other) noexcept;
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot();

   private:
    std::shared_ptr<State> state_;
  };

  SlotQueue(const boost::asio::any_io_executor& executor, std::size_t slots_max);
  boost::asio::awaitable<Slot> take();
  [[nodiscard]] std::size_t in_use() const;

 private:
  struct Waiter;
  struct State {
    boost::asio::any_io_executor executor;
    std::size_t slots_max = 0;
    std::size_t in_use = 0;
    std::list<Waiter*> line;
    void release();
  };
  struct Waiter {
    explicit Waiter(State& the_state);
    ~Waiter();
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    State& state;
    boost::asio::steady_timer wake;  // never expires; cancelled to wake
    bool granted = false;            // a slot was handed over and not picked up yet
  };
  static boost::asio::awaitable<Slot> take(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace callwright::net
