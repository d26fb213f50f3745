#include "workflows/engine/step.hpp"

#include "workflows/engine/caller.hpp"
#include "workflows/engine/decision.hpp"
#include "workflows/engine/events.hpp"
#include "workflows/engine/hold.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/outgoing.hpp"
#include "workflows/engine/outside.hpp"
#include "workflows/engine/replies.hpp"
#include "workflows/engine/ringing.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/timers.hpp"
#include "workflows/engine/tools.hpp"

namespace callwright {
namespace {

struct Dispatch {
  engine::Decision& d;
  void operator()(const input::Arrived& arrived) const { engine::event_arrived(d, arrived.event); }
  void operator()(const input::Replied& reply) const { engine::replied(d, reply.intent, reply.reply); }
  void operator()(const input::TimerDue& due) const { engine::timer_due(d, due.timer); }
  void operator()(const input::ToolRequested& tool) const {
    d.cause = "tool." + tool.name;
    engine::tool_requested(d, tool);
  }
  void operator()(const input::StartRequested& start) const {
    d.cause = "start";
    engine::start_requested(d, start);
  }
  void operator()(const input::OperatorCommand& command) const {
    d.cause = "operator." + command.name;
    engine::operator_commanded(d, command);
  }
  void operator()(const input::AddressBusy& busy) const { engine::address_busy(d, busy.address); }
  void operator()(const input::AttemptFailed& failed) const { engine::attempt_failed(d, failed); }
  void operator()(const input::LetterRetried& retried) const {
    d.cause = "operator.retry";
    engine::letter_retried(d, retried);
  }
  void operator()(const input::Restarted&) const {
    d.cause = "restart";
    engine::ask_for_legs(d);
  }
  void operator()(const input::LegNotListed& missing) const {
    d.cause = "active_calls";
    engine::leg_not_listed(d, missing.leg);
  }
  void operator()(const input::LegListed& listed) const {
    d.cause = "active_calls";
    engine::leg_listed(d, listed.leg, listed.ids);
  }
  void operator()(const input::Quiet&) const {
    d.cause = "quiet";
    engine::call_quiet(d);
  }
  void operator()(const input::Held& held) const {
    for (auto& intent : d.call.intents) {
      if (intent.number == held.intent) intent.sent_at = d.now;
    }
    d.record("fact", json_object({{"sent_late", std::to_string(held.intent)}}));
  }
};

void conclude(engine::Decision& d) {
  engine::conclude_run(d);
  engine::conclude_caller(d);
  engine::conclude_hold(d);
}

}  // namespace

Step step(const Bundle& bundle, Call call, const Input& input) {
  engine::Decision d(bundle, std::move(call), input);
  std::visit(Dispatch{d}, input.what);
  // The input whose claim was lost is decided again after it, when every lost claim is known: ringing
  // somebody now would lose the next claim, and so on for ever.
  if (!std::holds_alternative<input::AddressBusy>(input.what)) conclude(d);
  ++d.call.version;
  return std::move(d.step);
}

}  // namespace callwright
