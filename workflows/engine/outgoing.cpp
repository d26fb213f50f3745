#include "workflows/engine/outgoing.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/caller.hpp"
#include "workflows/engine/dial.hpp"
#include "workflows/engine/gate.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;
using Voicemail = Outgoing::Voicemail;

/// A dial that found no answer within its window and was asked for is over by then, so that one which is
/// still not known to ring was never sent.
constexpr seconds kDialWaits{90};
/// What is said at the end of `limits.duration` is still heard.
constexpr seconds kLastWords{60};

void record_start(Decision& d, const input::StartRequested& start) {
  JsonWriter out;
  out.begin_object().member("workflow", start.workflow).member("from", start.from).member("to", start.to);
  if (!start.order.assistant.empty()) out.member("assistant", start.order.assistant);
  if (!start.order.variables.is_null()) out.member("variables", start.order.variables);
  if (!start.order.key.empty()) out.member("idempotency_key", start.order.key);
  d.record("start", out.member("by", start.by).end_object().finish());
}

Answer answer_with(const Call& call, std::uint64_t request, int status) {
  JsonWriter out;
  out.begin_object().member("id", call.id.text()).member("state", name_of(call.state));
  return Answer{.request = request, .status = status, .body = out.end_object().finish()};
}

void take_variables(Call& call) {
  if (call.order.variables.is_null()) return;
  const auto document = JsonDocument::of(call.order.variables);
  for (const auto& [name, value] : document.root().members()) call.vars[std::string(name)] = value.display();
}

bool detects_machines(const Decision& d) {
  const auto wanted = d.workflow().outgoing.machine_detection;
  return detection_of(wanted, d.call.to) != MachineDetection::None;
}

void dial(Decision& d) {
  const auto& workflow = d.workflow();
  const auto& outgoing = workflow.outgoing;
  d.raise(d.caller(), LegState::Dialing);
  d.step.claims.push_back(d.call.to);
  const auto body = dial_body(d.call, {.to = d.call.to,
                                       .from = d.call.from,
                                       .ring_time = outgoing.ring_time,
                                       .longest = workflow.limits.duration + kLastWords,
                                       .detection = outgoing.machine_detection,
                                       .hears_greeting = outgoing.voicemail == Voicemail::LeaveMessage});
  d.send("dial", 0, body, Purpose::Dial, 0, Priority::Dial);
  d.arm(TimerKind::RingTimeout, 0, outgoing.ring_time + kDialWaits);
}

/// What `event.*` means in `start`: whichever event begins it, it is the same.
Json facts_of_call(const Call& call) {
  const auto& leg = call.legs.front();
  return json_object({{"call_control_id", leg.call_control_id.text()},
                      {"call_leg_id", leg.call_leg_id.text()},
                      {"call_session_id", leg.call_session_id.text()},
                      {"connection_id", call.connection_id},
                      {"direction", call.direction},
                      {"from", call.from},
                      {"to", call.to}});
}

/// A person is on the phone, as far as can be known.
void begin(Decision& d) {
  if (d.caller().verdict_waited) return;
  d.caller().verdict_waited = true;
  d.disarm(TimerKind::VerdictWait, 0);
  start_list(d, "start", facts_of_call(d.call), 0, 0);
}

/// Nothing that was meant for a person is said to the machine.
void stop_talking(Decision& d) {
  d.set_state(CallState::Ending);
  cancel_run(d, "a machine answered");
  std::erase_if(d.call.lists, [](const ActionList& list) {
    return list.source == "start" || list.source == "assistant.if_fails";
  });
  for (auto& intent : d.call.intents) {
    if (intent.leg == 0 && !is_question(intent.purpose)) intent.withdrawn = true;
  }
  if (!has_assistant(d.call)) return;
  d.call.assistant = AssistantState::Stopping;
  d.send("ai_assistant_stop", 0, json_object({}), Purpose::StopAssistant, 0, Priority::Join);
}

void leave_message(Decision& d) {
  d.disarm(TimerKind::GreetingWait, 0);
  const auto text = d.workflow().outgoing.message.render(CallScope(d, {}));
  speak(d, 0, text, true, Purpose::Goodbye, 0);
  d.arm(TimerKind::GoodbyeDeadline, 0, std::max<Duration>(seconds{8}, speaking_time(text) + seconds{5}));
}

/// It may come to light late, when the assistant talks already. Whoever was joined by a person is one.
void machine_answered(Decision& d) {
  const auto& outgoing = d.workflow().outgoing;
  const auto* run = d.live_run();
  const bool is_joined = run != nullptr && run->state == RunState::Joined;
  if (is_ending(d.call) || !caller_is_there(d.call) || is_joined) return;
  if (outgoing.voicemail == Voicemail::Talk) return begin(d);
  d.disarm(TimerKind::VerdictWait, 0);
  called_out(d, AttemptOutcome::Machine);
  if (outgoing.voicemail == Voicemail::Hangup) {
    d.set_state(CallState::Ending);
    cancel_run(d, "a machine answered");
    return end_leg(d, 0);
  }
  stop_talking(d);
  if (d.caller().greeting_ended) return leave_message(d);
  d.arm(TimerKind::GreetingWait, 0, outgoing.greeting_wait);
}

/// What a number came to whose leg ended by itself.
AttemptOutcome outcome_of(std::string_view cause) {
  if (cause == "user_busy") return AttemptOutcome::Busy;
  if (cause == "call_rejected") return AttemptOutcome::Rejected;
  if (cause == "not_found" || cause == "unspecified") return AttemptOutcome::Failed;
  return AttemptOutcome::NoAnswer;
}

}  // namespace

void start_requested(Decision& d, const input::StartRequested& start) {
  auto& call = d.call;
  record_start(d, start);
  if (!call.legs.empty()) {
    d.decide("asked_for_again");
    d.step.answers.push_back(answer_to_repetition(call, start));
    return;
  }
  call.direction = "outgoing";
  call.workflow = start.workflow;
  call.from = start.from;
  call.to = start.to;
  call.order = start.order;
  call.opened_at = d.now;
  call.connection_id = d.workflow().match.connection_id;
  take_variables(call);
  if (!call.order.key.empty()) d.add_key(start_key(call.order.key));
  call.legs.push_back(Leg{.number = 0, .address = start.to});
  dial(d);
  d.step.answers.push_back(answer_with(call, start.request, 202));
}

Answer answer_to_repetition(const Call& call, const input::StartRequested& start) {
  return answer_with(call, start.request, start.order.digest == call.order.digest ? 200 : 422);
}

bool is_unanswered(const Call& call) {
  return is_outgoing(call) && !call.legs.empty() && call.legs.front().state < LegState::Answered;
}

void called_out(Decision& d, AttemptOutcome outcome) {
  auto& leg = d.caller();
  if (leg.outcome != AttemptOutcome::Open) return;
  leg.outcome = outcome;
  d.decide("called", {{"outcome", std::string(name_of(outcome))}});
}

void dial_of_caller_refused(Decision& d, const Reply& reply) {
  if (reply.kind == Reply::Kind::Refused) {
    d.call.failure = reply.code + (reply.detail.empty() ? "" : ": " + reply.detail);
    called_out(d, is_capacity_problem(reply) ? AttemptOutcome::NoCapacity : AttemptOutcome::Failed);
  } else {
    called_out(d, AttemptOutcome::Cancelled);
  }
  leg_ended(d, 0, "");
}

void called_ring_timeout_due(Decision& d) {
  auto& leg = d.caller();
  if (leg.state >= LegState::Answered || asks_first(d, TimerKind::RingTimeout, 0)) return;
  const bool was_dialled = leg.state == LegState::Ringing || leg.unnamed_since;
  if (!was_dialled) d.call.failure = "Telnyx took no request for so long that the call was not made.";
  called_out(d, was_dialled ? AttemptOutcome::NoAnswer : AttemptOutcome::NoCapacity);
  d.set_state(CallState::Ending);
  end_leg(d, 0);
}

void called_left(Decision& d, LegState before, bool by_us, std::string_view cause) {
  if (before < LegState::Answered) called_out(d, by_us ? AttemptOutcome::Cancelled : outcome_of(cause));
}

void called_answered(Decision& d) {
  d.disarm(TimerKind::RingTimeout, 0);
  if (!caller_is_there(d.call) || is_ending(d.call)) return;
  d.set_state(CallState::Answering);
  limit_duration(d);
  const auto verdict = d.caller().verdict;
  if (verdict == Verdict::Machine) return machine_answered(d);
  const bool waits = detects_machines(d) && d.workflow().outgoing.start_on == Outgoing::StartOn::Verdict;
  if (verdict == Verdict::Human || !waits) return begin(d);
  d.arm(TimerKind::VerdictWait, 0, kVerdictWait);
}

void called_verdict_came(Decision& d, Verdict verdict) {
  auto& leg = d.caller();
  if (verdict == Verdict::None || leg.verdict == Verdict::Machine) return;
  leg.verdict = verdict;
  if (leg.state < LegState::Answered) return;
  if (verdict == Verdict::Machine) return machine_answered(d);
  if (caller_is_there(d.call) && !is_ending(d.call)) begin(d);
}

void called_verdict_wait_due(Decision& d) {
  if (!caller_is_there(d.call) || is_ending(d.call)) return;
  ask_for_events(d, 0);
  begin(d);
}

void called_greeting_ended(Decision& d) {
  d.caller().greeting_ended = true;
  if (d.is_armed(TimerKind::GreetingWait, 0)) leave_message(d);
}

void greeting_wait_due(Decision& d) {
  if (!caller_is_there(d.call)) return;
  d.decide("greeting_did_not_end");
  leave_message(d);
}

}  // namespace callwright::engine
