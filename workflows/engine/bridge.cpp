#include "workflows/engine/bridge.hpp"

#include "workflows/engine/hold.hpp"
#include "workflows/engine/join.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

/// Nothing but the end of a transferred caller's leg is awaited, and somebody must notice when it is not
/// told: a call without any timer is not even found after a restart.
constexpr std::chrono::minutes kTransferWatch{10};

using std::chrono::seconds;

void send_bridge(Decision& d, int leg_number) {
  const auto body = json_object(
      {{"call_control_id", d.leg(leg_number).call_control_id.text()}, {"park_after_unbridge", "self"}});
  d.send("bridge", 0, body, Purpose::Bridge, leg_number, Priority::Join);
  ++d.caller().bridges_unreported;
}

void bridge(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  const int leg_number = winner_leg(d, run);
  ++run.joins;
  d.raise(d.leg(leg_number), LegState::Joining);
  send_bridge(d, leg_number);
}

/// The assistant has left two people who were joined: without a bridge they would stay in silence. Until it
/// is there, the join is still the conversation's, so that the person's end means the same in any order.
void bridge_after_join_replied(Decision& d, int run_number, const Reply& reply) {
  auto& run = d.run(run_number);
  if (reply.kind == Reply::Kind::Accepted) {
    run.join_mode = "bridge";
  } else if (reply.kind == Reply::Kind::Unknown && run.joins < kJoinsMax) {
    ++run.joins;
    send_bridge(d, winner_leg(d, run));
  } else {
    d.decide("bridge_refused", {{"leg", std::to_string(winner_leg(d, run))}, {"code", reply.code}});
    end_leg(d, winner_leg(d, run));
  }
}

/// The assistant has given the caller to somebody else: nothing more is sent to the caller, and people whom
/// we were ringing are let go.
void transferred(Decision& d) {
  d.decide("transferred");
  d.set_state(CallState::Transferred);
  d.call.outcome = "transferred";
  cancel_run(d, "transferred");
  d.drop_intents(0);
  d.call.lists.clear();
  d.caller().on_hold = false;
  std::erase_if(d.call.timers, [&](const Timer& timer) { return !is_of_leg(timer.kind) || timer.ref == 0; });
  d.arm(TimerKind::TransferWatch, 0, kTransferWatch);
}

}  // namespace

void transfer_watch_due(Decision& d) {
  if (d.call.state != CallState::Transferred || d.caller().state == LegState::Ended) return;
  ask_for_events(d, 0);
  d.arm(TimerKind::TransferWatch, 0, kTransferWatch);
}

void hand_over(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  run.join_mode = "bridge";
  run.joins = 0;  // a bridge that takes a join's place is one of its own
  if (has_assistant(d.call)) {
    d.call.assistant = AssistantState::Stopping;
    run.assistant_stopped = true;
    d.send("ai_assistant_stop", 0, json_object({}), Purpose::StopAssistant, 0, Priority::Join);
  }
  const auto text =
      d.escalation(run).caller.accepted.render(CallScope(d, {.leg = winner_leg(d, run), .run = run_number}));
  if (run.announced || text.empty() || d.caller().state < LegState::Answered) {
    stop_hold(d);
    bridge(d, run_number);
    return;
  }
  run.announced = true;
  speak(d, 0, text, true, Purpose::Tell, run_number);
  d.arm(TimerKind::HandOver, run_number, speaking_time(text) + seconds{3});
}

void hand_over_ended(Decision& d) {
  const auto* run = d.live_run();
  if (run != nullptr) d.disarm(TimerKind::HandOver, run->number);
  const bool is_due = run != nullptr && run->state == RunState::Joining && run->join_mode == "bridge" &&
                      run->joins == 0 && caller_is_there(d.call);
  if (is_due) bridge(d, run->number);
}

void bridge_joined(Decision& d, int run_number) {
  stop_hold(d);
  send_bridge(d, winner_leg(d, d.run(run_number)));
}

void bridge_replied(Decision& d, int leg_number, const Reply& reply) {
  const int run_number = d.attempt(d.leg(leg_number).attempt).run;
  auto& run = d.run(run_number);
  const bool not_done = reply.kind == Reply::Kind::Refused || reply.kind == Reply::Kind::Withdrawn;
  if (not_done && d.caller().bridges_unreported > 0) --d.caller().bridges_unreported;
  if (run.winner != d.leg(leg_number).attempt) return;
  if (run.state == RunState::Joined) return bridge_after_join_replied(d, run_number, reply);
  if (run.state != RunState::Joining) return;
  if (reply.kind == Reply::Kind::Accepted) {
    joined(d, run_number);
  } else if (reply.kind == Reply::Kind::Unknown && run.joins < kJoinsMax) {
    bridge(d, run_number);
  } else {
    d.decide("bridge_refused", {{"leg", std::to_string(leg_number)}, {"code", reply.code}});
    abandon(d, run_number, AttemptOutcome::Failed);
  }
}

void leg_bridged(Decision& d, int leg_number) {
  // The report may come when the bridge is over: it must not be taken for a later bridge or for a transfer.
  int& unreported = d.caller().bridges_unreported;
  const bool reported = leg_number == 0 && unreported > 0;
  if (reported) --unreported;
  auto* run = d.live_run();
  if (reported && run != nullptr && run->state == RunState::Joined) run->join_mode = "bridge";
  const bool ours = run != nullptr && run->join_mode == "bridge" && run->winner != 0 &&
                    (run->joins > 0 || run->state == RunState::Joined);
  if (ours && run->state == RunState::Joining) {
    const bool latest = leg_number == 0 ? unreported == 0 : leg_number == winner_leg(d, *run);
    if (latest) joined(d, run->number);
  } else if (leg_number == 0 && !reported && !ours && !is_ending(d.call)) {
    transferred(d);
  }
}

}  // namespace callwright::engine
