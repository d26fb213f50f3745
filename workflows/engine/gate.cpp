#include "workflows/engine/gate.hpp"

#include "workflows/engine/attempt_legs.hpp"
#include "workflows/engine/dial.hpp"
#include "workflows/engine/join.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"
#include "workflows/model/text.hpp"

namespace callwright::engine {
namespace {

using std::chrono::seconds;

/// The open attempt of a person's leg; null when the leg is on its way out.
Attempt* open_attempt(Decision& d, const Leg& leg) {
  if (leg.number == 0 || leg.state == LegState::Ended || leg.end_wanted || leg.hangups > 0 || leg.releasing) {
    return nullptr;
  }
  auto& attempt = d.attempt(leg.attempt);
  return attempt.outcome == AttemptOutcome::Open ? &attempt : nullptr;
}

bool detects_machines(const Escalation& escalation, const Leg& leg) {
  return detection_of(escalation.machine_detection, leg.address) != MachineDetection::None;
}

void finish(Decision& d, int leg_number, AttemptOutcome outcome) {
  auto& leg = d.leg(leg_number);
  leg.gather_intent = 0;
  d.disarm(TimerKind::GateDeadline, leg_number);
  address_out(d, leg_number, outcome);
  end_leg(d, leg_number);
}

/// The person does not want the call, on whichever phone.
void decline(Decision& d, int leg_number) {
  keep_leg(d, leg_number, not_needed());
  finish(d, leg_number, AttemptOutcome::Declined);
}

Json gather_body(const Decision& d, const Accept& accept, int leg, const std::string& prompt) {
  JsonWriter out;
  out.begin_object().member("payload", prompt);
  out.member("minimum_digits", 1).member("maximum_digits", 1);
  out.member("maximum_tries", accept.prompts);
  out.member("timeout_millis", std::int64_t{accept.within.count()});
  out.member("valid_digits", accept.accept_key + accept.decline_key + accept.repeat_key);
  return with_voice(d, leg, out.end_object().finish());
}

/// Asks the person to accept.
void prompt(Decision& d, int leg_number) {
  auto& leg = d.leg(leg_number);
  const auto& attempt = d.attempt(leg.attempt);
  const auto& accept = d.escalation(attempt).accept;
  d.raise(leg, LegState::Screening);
  d.disarm(TimerKind::GateDeadline, leg_number);
  const auto text = accept.prompt.render(CallScope(d, {.leg = leg_number, .run = attempt.run}));
  ++leg.gathers;
  leg.gather_intent = d.send("gather_using_speak", leg_number, gather_body(d, accept, leg_number, text),
                             Purpose::Gate, leg_number);
  const auto longest = (accept.within + speaking_time(text)) * accept.prompts + seconds{5};
  d.arm(TimerKind::GateDeadline, leg_number, longest);
}

/// A person is on the phone, as far as can be known: ask, or join at once where no acceptance is wanted.
void open_gate(Decision& d, int leg_number) {
  auto& leg = d.leg(leg_number);
  d.disarm(TimerKind::VerdictWait, leg_number);
  if (d.escalation(d.attempt(leg.attempt)).accept.none) {
    accepted(d, leg_number);
  } else {
    prompt(d, leg_number);
  }
}

/// Which report of the same key is still to come, so that it does not count for the next gather.
void repeat_gate(Decision& d, int leg_number, std::string_view other_report) {
  auto& leg = d.leg(leg_number);
  if (leg.gathers >= 2) {
    finish(d, leg_number, AttemptOutcome::NoKey);
    return;
  }
  leg.stale_key = other_report;
  prompt(d, leg_number);
}

void take_key(Decision& d, int leg_number, std::string_view digit, std::string_view other_report) {
  auto& leg = d.leg(leg_number);
  const auto& accept = d.escalation(d.attempt(leg.attempt)).accept;
  leg.gather_intent = 0;
  d.disarm(TimerKind::GateDeadline, leg_number);
  d.decide("key",
           {{"leg", std::to_string(leg_number)}, {"person", leg.person}, {"digit", std::string(digit)}});
  if (digit == accept.accept_key) {
    accepted(d, leg_number);
  } else if (digit == accept.decline_key) {
    decline(d, leg_number);
  } else if (digit == accept.repeat_key) {
    repeat_gate(d, leg_number, other_report);
  } else {
    finish(d, leg_number, AttemptOutcome::NoKey);
  }
}

bool is_our_key(const Accept& accept, std::string_view digit) {
  return digit == accept.accept_key || digit == accept.decline_key || digit == accept.repeat_key;
}

}  // namespace

Verdict verdict_of(std::string_view result) {
  if (result == "machine" || result == "fax_detected") return Verdict::Machine;
  if (result.starts_with("human") || result == "not_sure" || result == "silence") return Verdict::Human;
  return Verdict::None;
}

void person_answered(Decision& d, int leg_number) {
  auto& leg = d.leg(leg_number);
  d.disarm(TimerKind::RingTimeout, leg_number);
  auto* attempt = open_attempt(d, leg);
  if (attempt == nullptr) {
    end_leg(d, leg_number);
    return;
  }
  const auto& escalation = d.escalation(*attempt);
  const bool waits = detects_machines(escalation, leg) && !escalation.accept.prompt_on_answer;
  if (leg.verdict == Verdict::Machine) {
    finish(d, leg_number, AttemptOutcome::Machine);
  } else if (leg.verdict == Verdict::Human || !waits) {
    if (leg.verdict == Verdict::Human) keep_leg(d, leg_number, not_needed());
    open_gate(d, leg_number);
  } else {
    d.arm(TimerKind::VerdictWait, leg_number, kVerdictWait);
  }
}

void verdict_came(Decision& d, int leg_number, Verdict verdict) {
  auto& leg = d.leg(leg_number);
  if (verdict == Verdict::None || leg.verdict == Verdict::Machine) return;
  leg.verdict = verdict;
  if (open_attempt(d, leg) == nullptr || leg.state >= LegState::Accepted) return;
  if (verdict == Verdict::Machine) {
    d.disarm(TimerKind::VerdictWait, leg_number);
    finish(d, leg_number, AttemptOutcome::Machine);
    return;
  }
  if (leg.state >= LegState::Answered) keep_leg(d, leg_number, not_needed());
  if (leg.state == LegState::Answered) {
    open_gate(d, leg_number);
  } else if (leg.state == LegState::Screening && leg.prompt_cut && leg.gather_intent == 0) {
    prompt(d, leg_number);
  }
}

void verdict_wait_due(Decision& d, int leg_number) {
  auto& leg = d.leg(leg_number);
  if (open_attempt(d, leg) == nullptr || leg.state != LegState::Answered) return;
  ask_for_events(d, leg_number);
  if (d.escalation(d.attempt(leg.attempt)).accept.none) {
    // Joining without a key needs a human verdict; the gate asks instead of guessing.
    d.decide("no_verdict", {{"leg", std::to_string(leg_number)}});
    prompt(d, leg_number);
    return;
  }
  open_gate(d, leg_number);
}

void key_pressed(Decision& d, int leg_number, std::string_view digit) {
  auto& leg = d.leg(leg_number);
  const auto* attempt = open_attempt(d, leg);
  if (attempt == nullptr || leg.state != LegState::Screening) return;
  const auto& accept = d.escalation(*attempt).accept;
  if (leg.stale_key == "dtmf" && digit == accept.repeat_key) {
    leg.stale_key.clear();
    return;
  }
  if (leg.gather_intent == 0 || !is_our_key(accept, digit)) return;
  take_key(d, leg_number, digit, "gather");
}

void gather_ended(Decision& d, int leg_number, std::string_view status, std::string_view digits) {
  auto& leg = d.leg(leg_number);
  const auto* attempt = open_attempt(d, leg);
  if (attempt == nullptr || leg.state != LegState::Screening) return;
  const auto& accept = d.escalation(*attempt).accept;
  const auto key = digits.substr(0, 1);
  if (leg.stale_key == "gather" && key == accept.repeat_key) {
    leg.stale_key.clear();
    return;
  }
  if (leg.gather_intent == 0 || status == "call_hangup" || status == "cancelled") return;
  if (status == "cancelled_amd" && !leg.prompt_cut) {
    // Machine detection cut the prompt: it is repeated once and does not count as a prompt of its own.
    leg.prompt_cut = true;
    leg.gather_intent = 0;
    --leg.gathers;
    if (leg.verdict != Verdict::None) prompt(d, leg_number);
    return;
  }
  if (key.empty()) {
    finish(d, leg_number, AttemptOutcome::NoKey);
  } else {
    take_key(d, leg_number, key, "dtmf");
  }
}

void gate_refused(Decision& d, int leg_number) {
  if (open_attempt(d, d.leg(leg_number)) != nullptr && d.leg(leg_number).state == LegState::Screening) {
    finish(d, leg_number, AttemptOutcome::Failed);
  }
}

void gate_deadline_due(Decision& d, int leg_number) {
  if (open_attempt(d, d.leg(leg_number)) == nullptr || d.leg(leg_number).state != LegState::Screening) return;
  if (!asks_first(d, TimerKind::GateDeadline, leg_number)) finish(d, leg_number, AttemptOutcome::NoKey);
}

}  // namespace callwright::engine
