#include "service/net/slot_queue.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright::net {

void SlotQueue::State::release() {
  if (line.empty()) {
    --in_use;
    return;
  }
  Waiter* const first = line.front();  // the slot stays in use, by another
  line.pop_front();
  first->granted = true;
  first->wake.cancel();
}

SlotQueue::Waiter::Waiter(State& the_state)
    : state(the_state), wake(the_state.executor, boost::asio::steady_timer::time_point::max()) {
  state.line.push_back(this);
}

// Giving a slot on cancels a timer, which does not fail; if it did, ending the process is right.
SlotQueue::Waiter::~Waiter() {  // NOLINT(bugprone-exception-escape)
  if (granted) {
    state.release();
  } else {
    state.line.remove(this);
  }
}

SlotQueue::Slot& SlotQueue::Slot::operator=(Slot&& other) noexcept {
  const Slot former(std::exchange(state_, std::exchange(other.state_, nullptr)));
  return *this;
}

SlotQueue::Slot::~Slot() {  // NOLINT(bugprone-exception-escape)
  if (state_) state_->release();
}

SlotQueue::SlotQueue(const boost::asio::any_io_executor& executor, std::size_t slots_max)
    : state_(std::make_shared<State>(
          State{.executor = executor, .slots_max = slots_max, .in_use = 0, .line = {}})) {}

std::size_t SlotQueue::in_use() const { return state_->in_use; }

boost::asio::awaitable<SlotQueue::Slot> SlotQueue::take() { return take(state_); }

boost::asio::awaitable<SlotQueue::Slot> SlotQueue::take(std::shared_ptr<State> state) {
  if (state->in_use < state->slots_max) {
    ++state->in_use;
    co_return Slot(std::move(state));
  }
  Waiter waiter(*state);
  while (!waiter.granted) {
    co_await waiter.wake.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  waiter.granted = false;
  co_return Slot(state);
}

}  // namespace callwright::net
