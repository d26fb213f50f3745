#include "workflows/engine/legs.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/attempt_legs.hpp"
#include "workflows/engine/bridge.hpp"
#include "workflows/engine/caller.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/join.hpp"
#include "workflows/engine/outgoing.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr seconds kReleaseTime{8};

Duration hangup_backoff(int sent) {
  return std::min<Duration>(seconds{5} * (1 << std::min(sent, 4)), seconds{60});
}

/// What an attempt came to when its leg ended by itself.
AttemptOutcome outcome_of_end(LegState state, std::string_view cause) {
  if (state >= LegState::Answered) return AttemptOutcome::NoKey;
  if (cause == "user_busy") return AttemptOutcome::Busy;
  if (cause == "call_rejected") return AttemptOutcome::Rejected;
  if (cause == "not_found" || cause == "unspecified") return AttemptOutcome::Failed;
  return AttemptOutcome::NoAnswer;
}

/// What the end of a person's leg means for the attempt and its run.
void person_left(Decision& d, int leg, LegState before, std::string_view cause) {
  const auto& attempt = d.attempt(d.leg(leg).attempt);
  const auto& run = d.run(attempt.run);
  const bool winner = run.winner == attempt.number && attempt.leg == leg;
  if (winner && run.state == RunState::Joined) {
    participant_left(d, run.number);
  } else if (winner && run.state == RunState::Joining) {
    abandon(d, run.number, AttemptOutcome::Abandoned);
  } else if (attempt.outcome == AttemptOutcome::Open) {
    address_out(d, leg, outcome_of_end(before, cause));
  }
}

}  // namespace

void learn_ids(Decision& d, int number, const CallControlId& id, const CallLegId& leg_id,
               const CallSessionId& session) {
  auto& leg = d.leg(number);
  if (leg.call_leg_id.empty() && leg_id) {
    leg.call_leg_id = leg_id;
    d.add_key("leg:" + leg_id.text());
  }
  if (leg.call_session_id.empty() && session) {
    leg.call_session_id = session;
    d.add_key("session:" + session.text());
  }
  if (!leg.call_control_id.empty() || !id) return;
  leg.call_control_id = id;
  leg.unnamed_since.reset();
  d.disarm(TimerKind::DialAnswer, number);
  d.disarm(TimerKind::HangupRetry, number);
  d.add_key("ccid:" + id.text());
  if (leg.end_wanted && leg.state != LegState::Ended) {
    leg.end_wanted = false;
    end_leg(d, number);
  }
}

void end_leg(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (leg.state == LegState::Ended || leg.hangups > 0) return;
  if (leg.call_control_id.empty()) {
    leg.end_wanted = true;
    for (auto& intent : d.call.intents) {
      if (intent.purpose == Purpose::Dial && intent.ref == number) intent.withdrawn = true;
    }
    d.decide("end_leg_when_known", {{"leg", std::to_string(number)}});
    const bool is_dialled = std::ranges::any_of(d.call.intents, [&](const Intent& intent) {
      return intent.purpose == Purpose::Dial && intent.ref == number;
    });
    if (!is_dialled && !leg.unnamed_since && (number != 0 || is_outgoing(d.call))) look_for_leg(d, number);
    return;
  }
  d.drop_intents(number);
  d.disarm_all(number);
  leg.hangups = 1;
  leg.releasing = false;
  if (number == 0 && !is_ending(d.call)) d.set_state(CallState::Ending);
  d.send("hangup", number, json_object({}), Purpose::Hangup, number, Priority::Hangup);
  d.arm(TimerKind::HangupRetry, number, hangup_backoff(0));
}

void hangup_retry_due(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (leg.state == LegState::Ended) return;
  const auto alive_until = leg.answered_at.value_or(d.call.opened_at) + kLegTimeLimit;
  if (leg.call_control_id.empty()) return unnamed_leg_due(d, number);
  if (d.now >= alive_until) {
    leg_ended(d, number, "");
    return;
  }
  ++leg.hangups;
  d.drop_intents(number);
  d.send("hangup", number, json_object({}), Purpose::Hangup, number, Priority::Hangup);
  d.arm(TimerKind::HangupRetry, number, hangup_backoff(leg.hangups));
}

void release(Decision& d, int number, const Template& reason) {
  auto& leg = d.leg(number);
  if (leg.state == LegState::Ended || leg.hangups > 0 || leg.releasing) return;
  const auto text = reason.render(CallScope(d, {.leg = number}));
  if (leg.state < LegState::Answered || text.empty()) {
    end_leg(d, number);
    return;
  }
  d.drop_intents(number);
  d.disarm_all(number);
  leg.releasing = true;
  if (leg.gather_intent != 0) {
    leg.gather_intent = 0;
    d.send("gather_stop", number, json_object({}), Purpose::GateStop, number);
  }
  speak(d, number, text, true, Purpose::Release, number);
  d.arm(TimerKind::ReleaseDeadline, number, kReleaseTime);
}

void leg_ended(Decision& d, int number, std::string_view hangup_cause) {
  auto& leg = d.leg(number);
  const auto before = leg.state;
  const bool by_us = leg.hangups > 0 || leg.end_wanted;
  if (leg.hangup_cause.empty()) leg.hangup_cause = hangup_cause;
  if (!d.raise(leg, LegState::Ended)) return;
  leg.ended_at = d.now;
  leg.end_wanted = false;
  leg.releasing = false;
  d.drop_intents(number);
  d.disarm_all(number);
  if (number == 0) {
    if (is_outgoing(d.call)) {
      d.step.releases.push_back(leg.address);
      called_left(d, before, by_us, hangup_cause);
    }
    caller_gone(d);
  } else {
    d.step.releases.push_back(leg.address);
    person_left(d, number, before, hangup_cause);
  }
  fail_lists_of_leg(d, number);
}

void speech_ended(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (leg.stale_speech > 0) {
    --leg.stale_speech;
    return;
  }
  if (leg.speaking == 0) return;
  leg.speaking = 0;
  if (number == 0) {
    if (d.is_armed(TimerKind::GoodbyeDeadline, 0)) {
      end_leg(d, 0);
    } else {
      hand_over_ended(d);
    }
  } else if (leg.releasing) {
    end_leg(d, number);
  } else if (leg.state == LegState::Accepted) {
    briefing_ended(d, number);
  }
}

}  // namespace callwright::engine
