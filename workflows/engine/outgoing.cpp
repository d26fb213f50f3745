#include "workflows/engine/outgoing.hpp"

#include "workflows/engine/dial.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"

namespace callwright::engine {
namespace {

using std::chrono::seconds;

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

void dial(Decision& d) {
  const auto& workflow = d.workflow();
  const auto& outgoing = workflow.outgoing;
  d.raise(d.caller(), LegState::Dialing);
  d.step.claims.push_back(d.call.to);
  const auto body =
      dial_body(d.call, {.to = d.call.to,
                         .from = d.call.from,
                         .ring_time = outgoing.ring_time,
                         .longest = workflow.limits.duration + kLastWords,
                         .detection = outgoing.machine_detection,
                         .hears_greeting = outgoing.voicemail == Outgoing::Voicemail::LeaveMessage});
  d.send("dial", 0, body, Purpose::Dial, 0, Priority::Dial);
  d.arm(TimerKind::RingTimeout, 0, outgoing.ring_time + kDialWaits);
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

}  // namespace callwright::engine
