#include "workflows/engine/timers.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/assistant.hpp"
#include "workflows/engine/bridge.hpp"
#include "workflows/engine/caller.hpp"
#include "workflows/engine/gate.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/insights.hpp"
#include "workflows/engine/join.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/outgoing.hpp"
#include "workflows/engine/ringing.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/runs.hpp"

#include <algorithm>
#include <utility>

namespace callwright::engine {
namespace {

void dispatch(Decision& d, const Timer& timer) {
  switch (timer.kind) {
    case TimerKind::RingTimeout: return ring_timeout_due(d, timer.ref);
    case TimerKind::VerdictWait:
      return timer.ref == 0 ? called_verdict_wait_due(d) : verdict_wait_due(d, timer.ref);
    case TimerKind::GreetingWait: return greeting_wait_due(d);
    case TimerKind::GateDeadline: return gate_deadline_due(d, timer.ref);
    case TimerKind::BriefingDeadline: return briefing_ended(d, timer.ref);
    case TimerKind::ReleaseDeadline: return end_leg(d, timer.ref);
    case TimerKind::HangupRetry: return hangup_retry_due(d, timer.ref);
    case TimerKind::ConversationWait: return conversation_wait_due(d, timer.ref);
    case TimerKind::RunDeadline: return run_deadline_due(d, timer.ref);
    case TimerKind::Silence: return silence_due(d, timer.ref);
    case TimerKind::ActionEffect: return list_effect_overdue(d, timer.ref);
    case TimerKind::Named: return start_rules(d, matching_rules(d, "timer." + timer.name, {}));
    case TimerKind::GoodbyeDeadline: return end_leg(d, 0);
    case TimerKind::SettleWait: return settle_wait_due(d);
    case TimerKind::DurationWarning: return duration_warning_due(d);
    case TimerKind::DurationEnd: return duration_end_due(d);
    case TimerKind::BusyRetry:
    case TimerKind::CapacityRetry: return;  // conclude_run looks again
    case TimerKind::HandOver: return hand_over_ended(d);
    case TimerKind::StepGap: return step_gap_due(d, timer.ref);
    case TimerKind::DialAnswer: return dial_answer_due(d, timer.ref);
    case TimerKind::ConversationAsk: return ask_for_conversation(d, timer.ref);
    case TimerKind::InsightsAsk: return ask_for_insights(d, timer.ref);
    case TimerKind::ConversationEnd: return conversation_end_due(d, timer.ref);
    case TimerKind::TransferWatch: return transfer_watch_due(d);
  }
}

}  // namespace

void timer_due(Decision& d, int number) {
  const auto found = std::ranges::find(d.call.timers, number, &Timer::number);
  if (found == d.call.timers.end()) return;
  const Timer timer = std::move(*found);
  d.call.timers.erase(found);
  d.cause = "timer " + std::string(name_of(timer.kind));
  JsonWriter out;
  out.begin_object()
      .member("timer", timer.number)
      .member("kind", name_of(timer.kind))
      .member("ref", timer.ref);
  if (!timer.name.empty()) out.member("name", timer.name);
  d.record("timer", out.end_object().finish());
  dispatch(d, timer);
}

}  // namespace callwright::engine
