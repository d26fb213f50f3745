#include "workflows/engine/actions.hpp"
#include "workflows/engine/caller.hpp"
#include "workflows/engine/dial.hpp"
#include "workflows/engine/gate.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/outgoing.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;
using Voicemail = Outgoing::Voicemail;

bool detects_machines(const Decision& d) {
  const auto wanted = d.workflow().outgoing.machine_detection;
  return detection_of(wanted, d.call.to) != MachineDetection::None;
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

}  // namespace

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
