#include "service/net/alarm.hpp"

#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace callwright::net {

struct Alarm::State {
  State(const boost::asio::any_io_executor& executor, std::function<void()> the_ring)
      : timer(executor), ring(std::move(the_ring)) {}
  boost::asio::steady_timer timer;
  std::function<void()> ring;
  Clock::time_point deadline = Clock::time_point::max();
  Clock::time_point armed_for = Clock::time_point::max();
  bool rang = false;
};

Alarm::Alarm(const boost::asio::any_io_executor& executor, std::function<void()> ring)
    : state_(std::make_shared<State>(executor, std::move(ring))) {}

// Cancelling a timer of a living io_context does not fail; if it did, ending the process is right.
Alarm::~Alarm() { state_->timer.cancel(); }  // NOLINT(bugprone-exception-escape)

void Alarm::set(Clock::time_point deadline) {
  state_->rang = false;
  state_->deadline = deadline;
  if (deadline < state_->armed_for) arm(state_);
}

void Alarm::clear() { set(Clock::time_point::max()); }

bool Alarm::rang() const { return state_->rang; }

void Alarm::arm(const std::shared_ptr<State>& state) {
  state->armed_for = state->deadline;
  state->timer.expires_at(state->deadline);
  // Weak: an expiry that is already queued must find nothing once the Alarm is gone.
  state->timer.async_wait([weak = std::weak_ptr<State>(state)](const boost::system::error_code& error) {
    const auto alive = weak.lock();
    if (error || !alive) return;
    alive->armed_for = Clock::time_point::max();
    if (alive->deadline == Clock::time_point::max()) return;
    if (Clock::now() < alive->deadline) return arm(alive);
    alive->deadline = Clock::time_point::max();
    alive->rang = true;
    alive->ring();
  });
}

}  // namespace callwright::net
