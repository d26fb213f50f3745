#include "workflows/engine/decision.hpp"

#include <algorithm>
#include <stdexcept>

namespace callwright::engine {
namespace {

template <class Items>
auto& by_number(Items& items, int number) {
  const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.number == number; });
  if (found == items.end()) throw std::logic_error("the call has no part number " + std::to_string(number));
  return *found;
}

}  // namespace

Decision::Decision(const Bundle& the_bundle, Call the_call, const Input& input)
    : bundle(the_bundle),
      now(input.at),
      availability(input.availability),
      step{.call = std::move(the_call)},
      call(step.call) {}

const Workflow& Decision::workflow() const {
  const auto* found = bundle.workflow(call.workflow);
  if (found == nullptr) throw std::logic_error("the call's workflow is not in its bundle: " + call.workflow);
  return *found;
}

const Escalation& Decision::escalation(const Run& of) const {
  const auto* found = bundle.escalation(of.escalation);
  if (found == nullptr) throw std::logic_error("the run's escalation is not in its bundle: " + of.escalation);
  return *found;
}

const Escalation& Decision::escalation(const Attempt& of) const {
  return escalation(by_number(call.runs, of.run));
}

const Person& Decision::person(std::string_view key) const {
  const auto* found = bundle.person(key);
  if (found == nullptr) throw std::logic_error("the person is not in the call's bundle: " + std::string(key));
  return *found;
}

Leg& Decision::leg(int number) { return by_number(call.legs, number); }
Attempt& Decision::attempt(int number) { return by_number(call.attempts, number); }
Run& Decision::run(int number) { return by_number(call.runs, number); }

Run* Decision::live_run() {
  const auto* found = callwright::live_run(call);
  return found == nullptr ? nullptr : &run(found->number);
}

void Decision::record(std::string_view kind, Json data) {
  step.records.push_back(
      Record{.seq = call.next_seq++, .at = now, .kind = std::string(kind), .data = std::move(data)});
}

void Decision::decide(std::string_view what,
                      std::initializer_list<std::pair<std::string_view, std::string>> facts) {
  JsonWriter out;
  out.begin_object().member("what", what);
  for (const auto& [name, value] : facts) out.member(name, value);
  record("decision", out.end_object().finish());
}

void Decision::record_transition(std::string_view subject, std::string_view from, std::string_view to,
                                 int leg_number, std::string_view person_key) {
  JsonWriter out;
  out.begin_object().member("subject", subject).member("from", from).member("to", to).member("cause", cause);
  if (cause_event) out.member("event_id", cause_event.text());
  if (leg_number >= 0) out.member("leg", leg_number);
  if (!person_key.empty()) out.member("person", person_key);
  record("transition", out.end_object().finish());
}

void Decision::set_state(CallState to) {
  if (call.state == to) return;
  record_transition("call", name_of(call.state), name_of(to), -1, "");
  call.state = to;
}

bool Decision::raise(Leg& of, LegState to) {
  if (to <= of.state) return false;
  record_transition("leg", name_of(of.state), name_of(to), of.number, of.person);
  of.state = to;
  return true;
}

void Decision::set_outcome(Attempt& of, AttemptOutcome outcome) {
  if (of.outcome == outcome) return;
  record_transition("attempt", name_of(of.outcome), name_of(outcome), of.leg, of.person);
  of.outcome = outcome;
}

void Decision::set_run_state(Run& of, RunState state) {
  if (of.state == state) return;
  record_transition("run", name_of(of.state), name_of(state), -1, "");
  of.state = state;
}

int Decision::send(std::string_view operation, int leg_number, Json body, Purpose purpose, int ref,
                   Priority priority) {
  const int number = call.next_intent++;
  JsonWriter out;
  out.begin_object().member("intent", number).member("operation", operation).member("leg", leg_number);
  out.member("body", body);
  record("intent", out.end_object().finish());
  call.intents.push_back(Intent{.number = number,
                                .operation = std::string(operation),
                                .leg = leg_number,
                                .body = std::move(body),
                                .purpose = purpose,
                                .ref = ref,
                                .priority = priority,
                                .created_at = now,
                                .sent_at = now});
  return number;
}

void Decision::drop_intents(int leg_number) {
  std::erase_if(call.intents, [&](const Intent& intent) { return intent.leg == leg_number; });
}

void Decision::drop_intent(int number) {
  std::erase_if(call.intents, [&](const Intent& intent) { return intent.number == number; });
}

int Decision::arm(TimerKind kind, int ref, Duration delay, std::string name) {
  const int number = call.next_timer++;
  call.timers.push_back(
      Timer{.number = number, .kind = kind, .ref = ref, .name = std::move(name), .due = now + delay});
  return number;
}

void Decision::disarm(TimerKind kind, int ref) {
  std::erase_if(call.timers, [&](const Timer& timer) { return timer.kind == kind && timer.ref == ref; });
}

void Decision::disarm_all(int leg_number) {
  std::erase_if(call.timers,
                [&](const Timer& timer) { return is_of_leg(timer.kind) && timer.ref == leg_number; });
}

bool Decision::is_armed(TimerKind kind, int ref) const {
  return std::ranges::any_of(call.timers,
                             [&](const Timer& timer) { return timer.kind == kind && timer.ref == ref; });
}

bool is_of_leg(TimerKind kind) {
  switch (kind) {
    case TimerKind::RingTimeout:
    case TimerKind::VerdictWait:
    case TimerKind::GateDeadline:
    case TimerKind::BriefingDeadline:
    case TimerKind::ReleaseDeadline:
    case TimerKind::HangupRetry:
    case TimerKind::DialAnswer:
    case TimerKind::GreetingWait: return true;
    default: return false;
  }
}

bool caller_is_there(const Call& call) {
  const auto* caller = find_leg(call, 0);
  return caller != nullptr && caller->state != LegState::Ended && !caller->end_wanted && caller->hangups == 0;
}

bool has_assistant(const Call& call) {
  return call.assistant == AssistantState::Running || call.assistant == AssistantState::Starting;
}

bool is_ending(const Call& call) {
  switch (call.state) {
    case CallState::Ending:
    case CallState::Ended:
    case CallState::Settled:
    case CallState::Transferred:
    case CallState::Failed: return true;
    default: return false;
  }
}

}  // namespace callwright::engine
