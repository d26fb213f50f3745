#include "service/runtime/shard.hpp"
#include "service/runtime/shard_of.hpp"

#include <algorithm>
#include <utility>

namespace callwright::runtime {

/// One shard of the process asks for a connection, so that all calls share its looks.
void Shard::want_active_calls(const std::string& connection) {
  const auto home = shard_of(connection, config_.count);
  if (home == config_.index) return active_calls_.ask(now_, connection);
  effects_.emplace_back(effect::Forward{home, message::ActiveCallsWanted{connection}});
}

void Shard::ask_active_calls() {
  if (stopped_) return;
  for (auto& request : active_calls_.take_requests(now_)) {
    effects_.emplace_back(effect::AskActiveCalls{std::move(request.connection), std::move(request.send)});
  }
}

void Shard::on(const message::ActiveCallsReplied& replied) {
  const auto seen = active_calls_.replied(replied.connection, replied.outcome);
  if (!seen) return;
  compare(*seen);
  for (std::size_t shard = 0; shard < config_.count; ++shard) {
    if (shard != config_.index) {
      effects_.emplace_back(effect::Forward{shard, message::ActiveCallsShown{*seen}});
    }
  }
}

/// Timers fell due while the process was down: whether the legs still live is asked first.
void Shard::tell_restarted(const CallId& id, CallBox& box) {
  box.asks_first = true;
  box.mailbox.push_back({.input = {now_, input::Restarted{}}, .tool_leg = {}});
  make_ready(id, box);
}

void Shard::fire_asked(const CallId& id, CallBox& box) {
  if (!box.asks_first) return;
  const bool asks = std::ranges::any_of(box.call->intents, [](const Intent& intent) {
    return intent.purpose == Purpose::AskLeg || intent.purpose == Purpose::AskEvents ||
           intent.purpose == Purpose::AskDeliveries;
  });
  if (asks) return;
  box.asks_first = false;
  timers_.fire_overdue(id, now_);
}

}  // namespace callwright::runtime
