#include "workflows/engine/runs.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/assistant.hpp"
#include "workflows/engine/attempt_legs.hpp"
#include "workflows/engine/dial.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/outgoing.hpp"
#include "workflows/engine/ringing.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr seconds kRingSlack{2};  // after Dial's own timeout_secs

void forget_timers(Decision& d, int run) {
  for (const auto kind :
       {TimerKind::RunDeadline, TimerKind::Silence, TimerKind::StepGap, TimerKind::BusyRetry,
        TimerKind::CapacityRetry, TimerKind::ConversationWait, TimerKind::HandOver}) {
    d.disarm(kind, run);
  }
}

void exhaust(Decision& d, int run_number, std::string_view why) {
  auto& run = d.run(run_number);
  run.waiting.clear();
  d.decide("nobody_joined", {{"run", std::to_string(run_number)}, {"why", std::string(why)}});
  d.set_run_state(run, RunState::Exhausted);
  forget_timers(d, run_number);
  if (!is_ending(d.call)) d.set_state(CallState::Conversing);
  start_rules(d, matching_rules(d, "escalation.exhausted", {}, 0, run_number));
  start_list(d, "escalations." + d.run(run_number).escalation + ".otherwise", {}, run_number, 0);
}

bool is_told_in_this_step(const Decision& d) {
  return std::ranges::any_of(d.call.intents, [&](const Intent& intent) {
    const bool tells = intent.purpose == Purpose::Tell || intent.purpose == Purpose::RestartAssistant;
    return tells && intent.created_at == d.now;
  });
}

/// One after another, or once more: the caller hears that somebody else's phone rings now.
void tell_of_the_next(Decision& d, int run_number) {
  const auto& run = d.run(run_number);
  const bool in_turn =
      run.walk > 0 || step_of(d.escalation(run), run.step).order == RingStep::Order::Sequence;
  const bool somebody_was_rung = std::ranges::count(d.call.attempts, run.number, &Attempt::run) > 1;
  if (in_turn && somebody_was_rung && !is_told_in_this_step(d)) {
    tell_caller(d, d.escalation(run).caller.next, {.run = run_number});
  }
}

bool has_rung_somebody(const Call& call, int run) {
  return std::ranges::any_of(call.attempts, [run](const Attempt& attempt) { return attempt.run == run; });
}

/// The step is over: the next one, the next lap, or the end.
void advance(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  const auto& escalation = d.escalation(run);
  if (d.now >= run.deadline) return exhaust(d, run_number, "deadline");
  if (static_cast<int>(d.call.attempts.size()) >= d.workflow().limits.attempts) {
    return exhaust(d, run_number, "limits.attempts");
  }
  if (run.step + 1 >= static_cast<int>(escalation.steps.size())) {
    if (run.lap >= escalation.repeat) return exhaust(d, run_number, "everybody was rung");
    ++run.lap;
    run.step = -1;
  }
  const auto attempts = d.call.attempts.size();
  const bool is_first = !has_rung_somebody(d.call, run_number);
  begin_step(d, run_number, run.step + 1);
  if (d.call.attempts.size() == attempts) return;
  tell_caller(d, is_first ? escalation.caller.started : escalation.caller.next, {.run = run_number});
}

/// Steps in which there is nobody to ring now, because they are closed, are passed over before anything is
/// told.
void begin_first_step(Decision& d, int run_number) {
  const auto count = static_cast<int>(d.escalation(d.run(run_number)).steps.size());
  begin_step(d, run_number, 0);
  while (!step_goes_on(d, run_number) && d.run(run_number).step + 1 < count)
    begin_step(d, run_number, d.run(run_number).step + 1);
}

}  // namespace

void start_run(Decision& d, const std::string& name, const std::string& reason, Json with, bool by_tool) {
  if (is_ending(d.call) || !caller_is_there(d.call)) return;
  if (is_unanswered(d.call)) {
    d.decide("escalation_refused", {{"escalation", name}, {"why", "nobody has answered yet"}});
    return;
  }
  if (d.live_run() != nullptr) {
    d.decide("escalation_already_running", {{"escalation", name}});
    return;
  }
  if (static_cast<int>(d.call.runs.size()) >= d.workflow().limits.runs) {
    d.decide("escalation_refused", {{"escalation", name}, {"why", "limits.runs"}});
    return;
  }
  const auto& escalation = *d.bundle.escalation(name);
  const int number = static_cast<int>(d.call.runs.size()) + 1;
  d.call.runs.push_back(Run{.number = number,
                            .escalation = name,
                            .reason = reason,
                            .with = std::move(with),
                            .started_at = d.now,
                            .deadline = d.now + escalation.deadline});
  d.decide("escalation", {{"escalation", name}, {"run", std::to_string(number)}, {"reason", reason}});
  d.set_state(CallState::Escalating);
  d.arm(TimerKind::RunDeadline, number, escalation.deadline);
  d.arm(TimerKind::Silence, number, d.workflow().silence_limit);
  begin_first_step(d, number);
  if (by_tool) {
    caller_was_told(d, number);
  } else {
    tell_caller(d, ringing_text(d, number), {.run = number});
  }
  start_rules(d, matching_rules(d, "escalation.started", {}, 0, number));
}

void dial_replied(Decision& d, int number, const Reply& reply) {
  auto& leg = d.leg(number);
  if (leg.state == LegState::Ended) return;
  if (reply.kind == Reply::Kind::Accepted) {
    const auto data = JsonDocument::of(reply.data);
    learn_ids(d, number, CallControlId(data.root()["call_control_id"].str()),
              CallLegId(data.root()["call_leg_id"].str()),
              CallSessionId(data.root()["call_session_id"].str()));
    if (d.leg(number).end_wanted) {
      look_for_leg(d, number);  // accepted, but Telnyx did not say as which leg
    } else if (d.leg(number).hangups == 0) {
      leg_rings(d, number);
    }
    return;
  }
  if (reply.kind == Reply::Kind::Unknown) {
    if (leg.call_control_id.empty()) dial_in_doubt(d, number);  // else a webhook says that it was dialled
    return;
  }
  if (number == 0) return dial_of_caller_refused(d, reply);
  const bool no_capacity = is_capacity_problem(reply);
  const bool is_over =
      address_out(d, number, no_capacity ? AttemptOutcome::NoCapacity : AttemptOutcome::Failed);
  const auto& attempt = d.attempt(leg.attempt);
  if (is_over && attempt.outcome == AttemptOutcome::NoCapacity) wait_for_capacity(d, attempt);
  leg_ended(d, number, "");
}

void leg_rings(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (!d.raise(leg, LegState::Ringing)) return;
  d.disarm(TimerKind::RingTimeout, number);
  d.arm(TimerKind::RingTimeout, number, ring_time_of(d, leg) + kRingSlack);
}

void ring_timeout_due(Decision& d, int number) {
  if (number == 0) return called_ring_timeout_due(d);
  auto& leg = d.leg(number);
  if (leg.state >= LegState::Answered || asks_first(d, TimerKind::RingTimeout, number)) return;
  address_out(d, number, AttemptOutcome::NoAnswer);
  end_leg(d, number);
}

void run_deadline_due(Decision& d, int number) {
  auto& run = d.run(number);
  if (run.state != RunState::Ringing) return;
  d.decide("deadline", {{"run", std::to_string(number)}});
  run.waiting.clear();
  run.between_walks = false;
}

void tell_at_once(Decision& d, int number) {
  if (!d.is_armed(TimerKind::Silence, number)) return;
  d.disarm(TimerKind::Silence, number);
  silence_due(d, number);
}

void silence_due(Decision& d, int number) {
  const auto& run = d.run(number);
  if (run.state != RunState::Ringing && run.state != RunState::Joining) return;
  d.arm(TimerKind::Silence, number, d.workflow().silence_limit);
  if (d.is_armed(TimerKind::HandOver, number)) return;  // the caller is just hearing who joins
  tell_caller(d, d.escalation(run).caller.waiting, {.run = number});
}

const Template& ringing_text(const Decision& d, int number) {
  const auto& run = *find_run(d.call, number);
  const auto& texts = d.escalation(run).caller;
  return spoken_names(d, run).empty() ? texts.waiting : texts.started;
}

void conclude_run(Decision& d) {
  // A step may hold nobody who can be rung: then the next one follows at once, through all laps at most.
  while (const auto* run = d.live_run()) {
    if (run->state != RunState::Ringing || !caller_is_there(d.call) || is_ending(d.call)) return;
    const int number = run->number;
    const auto attempts = d.call.attempts.size();
    ring_waiting(d, number);
    if (step_goes_on(d, number)) {
      if (d.call.attempts.size() > attempts) tell_of_the_next(d, number);
      return;
    }
    advance(d, number);
  }
}

void end_other_attempts(Decision& d, int run_number) {
  for (std::size_t i = 0; i < d.call.attempts.size(); ++i) {
    auto& attempt = d.call.attempts[i];
    if (!is_open(attempt, run_number) || attempt.number == d.run(run_number).winner) continue;
    const bool answered = std::ranges::any_of(legs_of(d.call, attempt), [&](int leg) {
      return d.leg(leg).state >= LegState::Answered && d.leg(leg).outcome == AttemptOutcome::Open;
    });
    d.set_outcome(attempt, answered ? AttemptOutcome::LostRace : AttemptOutcome::Cancelled);
    release_attempt(d, attempt.number, d.escalation(attempt).accept.lost);
  }
}

void cancel_run(Decision& d, std::string_view by) {
  auto* run = d.live_run();
  if (run == nullptr || run->state == RunState::Joined) return;
  const int number = run->number;
  d.decide("escalation_cancelled", {{"run", std::to_string(number)}, {"by", std::string(by)}});
  run->winner = 0;
  d.set_run_state(*run, RunState::Cancelled);
  for (std::size_t i = 0; i < d.call.attempts.size(); ++i) {
    auto& attempt = d.call.attempts[i];
    if (!is_open(attempt, number)) continue;
    d.set_outcome(attempt, AttemptOutcome::Cancelled);
    release_attempt(d, attempt.number, not_needed());
  }
  d.run(number).waiting.clear();
  forget_timers(d, number);
  if (!is_ending(d.call)) {
    d.set_state(CallState::Conversing);
    if (d.run(number).assistant_stopped)
      restart_assistant(
          d, {.greeting = "How can I help you further?", .note = "The search for a person was cancelled."});
  }
  start_rules(d, matching_rules(d, "escalation.cancelled", {}, 0, number));
}

void run_without_caller(Decision& d) {
  const auto* run = d.live_run();
  const int number = run == nullptr ? 0 : run->number;
  const bool unfinished = run != nullptr && run->state != RunState::Joined;
  if (unfinished) d.set_run_state(d.run(number), RunState::CallerGone);
  if (number != 0) forget_timers(d, number);
  for (std::size_t i = 0; i < d.call.attempts.size(); ++i) {
    auto& attempt = d.call.attempts[i];
    if (attempt.outcome == AttemptOutcome::Open) d.set_outcome(attempt, AttemptOutcome::Cancelled);
    release_attempt(d, attempt.number, d.escalation(attempt).accept.caller_gone);
  }
  if (!unfinished) return;
  d.run(number).waiting.clear();
  start_list(d, "escalations." + d.run(number).escalation + ".otherwise", {}, number, 0);
}

}  // namespace callwright::engine
