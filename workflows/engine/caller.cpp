#include "workflows/engine/caller.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/insights.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr seconds kWarning{60};      // before the end of limits.duration
constexpr seconds kSettleWait{120};  // insights come 10 to 20 s after the conversation (observed)

constexpr std::string_view kGoodbye =
    "I am sorry, I cannot go on with this call. Please call again later. Goodbye.";
constexpr std::string_view kTimeOver = "This call has reached its time limit. Goodbye.";

bool people_are_gone(const Call& call) {
  return std::ranges::all_of(call.legs, [](const Leg& leg) { return leg.state == LegState::Ended; });
}

/// Nothing speaks to the caller and nothing is going to.
bool is_silent(Decision& d) {
  const auto& call = d.call;
  if (!caller_is_there(call) || is_ending(call) || d.live_run() != nullptr || !call.lists.empty() ||
      !call.occupied_by.empty() || d.is_armed(TimerKind::VerdictWait, 0))
    return false;
  return call.assistant == AssistantState::None || call.assistant == AssistantState::Ended ||
         call.assistant == AssistantState::Failed;
}

std::string outcome_of(const Call& call) {
  const auto& caller = call.legs.front();
  if (caller.outcome != AttemptOutcome::Open) return std::string(name_of(caller.outcome));
  if (is_outgoing(call) && !caller.verdict_waited) return std::string(name_of(RunState::CallerGone));
  if (call.runs.empty()) return "assistant";
  const auto joined =
      std::ranges::any_of(call.runs, [](const Run& run) { return run.joined_at.has_value(); });
  return joined ? "joined" : std::string(name_of(call.runs.back().state));
}

void settle(Decision& d) {
  d.disarm(TimerKind::SettleWait, 0);
  d.set_state(CallState::Settled);
  start_rules(d, matching_rules(d, "call.settled", {}));
  d.call.closed_at = d.now;
  d.call.timers.clear();
  JsonWriter out;
  out.begin_object().member("outcome", d.call.outcome).member("insights", !d.call.insights.is_null());
  d.record("closed", out.end_object().finish());
}

}  // namespace

void arrive(Decision& d, const Event& event) {
  auto& call = d.call;
  call.direction = "incoming";
  call.from = event.from;
  call.to = event.to;
  call.connection_id = event.connection_id;
  call.opened_at = d.now;
  call.legs.push_back(Leg{.number = 0, .address = event.from});
  learn_ids(d, 0, event.call_control_id, event.call_leg_id, event.call_session_id);
  d.raise(d.caller(), LegState::Ringing);

  const auto* workflow = match_workflow(d.bundle, "incoming", event.to, event.from, event.connection_id);
  if (workflow == nullptr) {
    call.failure = "no_workflow";
    call.outcome = "no_workflow";
    d.set_state(CallState::Failed);
    d.send("reject", 0, json_object({{"cause", "CALL_REJECTED"}}), Purpose::Hangup, 0, Priority::Hangup);
    return;
  }
  call.workflow = workflow->key;
  d.set_state(CallState::Answering);
  limit_duration(d);
  start_list(d, "start", event.payload, 0, 0);
}

void caller_gone(Decision& d) {
  if (d.call.state == CallState::Failed) return;
  for (const auto kind : {TimerKind::DurationWarning, TimerKind::DurationEnd, TimerKind::GoodbyeDeadline}) {
    d.disarm(kind, 0);
  }
  d.set_state(CallState::Ending);
  if (has_assistant(d.call)) d.call.assistant = AssistantState::Stopping;
  run_without_caller(d);
}

void conclude_caller(Decision& d) {
  auto& call = d.call;
  if (is_silent(d) && call.state != CallState::Arriving) {
    d.decide("nothing_speaks_to_the_caller");
    goodbye(d, kGoodbye);
  }
  if (call.state == CallState::Failed && is_closed(call) && !call.closed_at) {
    call.closed_at = d.now;
    d.record("closed", json_object({{"outcome", call.failure}}));
  }
  const auto* caller = find_leg(call, 0);
  const bool over = caller != nullptr && caller->state == LegState::Ended;
  if (over && (call.state == CallState::Ending || call.state == CallState::Transferred) &&
      people_are_gone(call)) {
    call.outcome = outcome_of(call);
    d.set_state(CallState::Ended);
    const bool had_assistant =
        call.assistant != AssistantState::None && call.assistant != AssistantState::Failed;
    if (had_assistant) ask_for_conversation(d, 0);
  }
  if (call.state == CallState::Ended && call.insights_awaited && !d.is_armed(TimerKind::SettleWait, 0)) {
    d.arm(TimerKind::SettleWait, 0, kSettleWait);
    await_insights(d);
  }
  if (call.state == CallState::Ended && !call.insights_awaited && call.lists.empty() &&
      std::ranges::none_of(call.intents, is_awaited)) {
    settle(d);
  }
}

void settle_wait_due(Decision& d) {
  d.decide("insights_given_up");
  give_up_insights(d);
}

void limit_duration(Decision& d) {
  const auto& duration = d.workflow().limits.duration;
  if (duration > kWarning * 2) d.arm(TimerKind::DurationWarning, 0, duration - kWarning);
  d.arm(TimerKind::DurationEnd, 0, duration);
}

void duration_warning_due(Decision& d) {
  static const Template text = Template::parse("This call will end in one minute.").value();
  if (is_ending(d.call)) return;
  tell_caller(d, text, {});
}

void duration_end_due(Decision& d) {
  if (!caller_is_there(d.call) || is_ending(d.call)) return;
  d.decide("duration_limit_reached");
  goodbye(d, kTimeOver);
}

}  // namespace callwright::engine
