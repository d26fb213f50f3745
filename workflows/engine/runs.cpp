#include "workflows/engine/runs.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>
#include <array>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr seconds kRingSlack{2};  // after Dial's own timeout_secs
constexpr seconds kBusyRetry{2};

bool is_open(const Attempt& attempt, int run) {
  return attempt.run == run && attempt.outcome == AttemptOutcome::Open;
}

int open_attempts(const Call& call, int run) {
  return static_cast<int>(
      std::ranges::count_if(call.attempts, [&](const Attempt& a) { return is_open(a, run); }));
}

int legs_alive(const Call& call) {
  return static_cast<int>(
      std::ranges::count_if(call.legs, [](const Leg& leg) { return leg.state != LegState::Ended; }));
}

/// Phones that ring and are not answered yet.
int phones_ringing(const Call& call) {
  return static_cast<int>(std::ranges::count_if(
      call.legs, [](const Leg& leg) { return leg.number != 0 && leg.state < LegState::Answered; }));
}

/// Whoever passed, stayed silent or was a machine is not rung again in the same lap.
bool is_done_in_lap(const Call& call, const Run& run, const std::string& person) {
  return std::ranges::any_of(call.attempts, [&](const Attempt& attempt) {
    if (attempt.run != run.number || attempt.person != person) return false;
    if (attempt.outcome == AttemptOutcome::Open) return true;
    return attempt.lap == run.lap &&
           (attempt.outcome == AttemptOutcome::Declined || attempt.outcome == AttemptOutcome::NoKey ||
            attempt.outcome == AttemptOutcome::Machine || attempt.outcome == AttemptOutcome::Unknown);
  });
}

const RingStep& step_of(const Escalation& escalation, int index) {
  return escalation.steps.at(static_cast<std::size_t>(index));
}

MachineDetection detection_of(const Escalation& escalation, const Person& person) {
  return person.is_sip ? MachineDetection::None : escalation.machine_detection;
}

Json dial_body(const Decision& d, const Escalation& escalation, const RingStep& step, const Person& person) {
  JsonWriter out;
  out.begin_object()
      .member("to", person.address)
      .member("from", escalation.from.empty() ? d.call.to : escalation.from);
  if (!d.call.connection_id.empty()) out.member("connection_id", d.call.connection_id);
  out.member("timeout_secs", std::chrono::duration_cast<seconds>(step.ring_time).count());
  out.member("retry_on_timeout", false);
  out.member("time_limit_secs", std::int64_t{kLegTimeLimit.count()});
  const auto detection = detection_of(escalation, person);
  if (detection != MachineDetection::None) {
    out.member("answering_machine_detection", detection == MachineDetection::Premium ? "premium" : "detect");
    out.key("answering_machine_detection_config").begin_object();
    out.member("total_analysis_time_millis", 3000).end_object();
  }
  return out.end_object().finish();
}

void ring(Decision& d, int run_number, const std::string& person_key) {
  const auto& run = d.run(run_number);
  const auto& escalation = d.escalation(run);
  const auto& person = d.person(person_key);
  const int leg = static_cast<int>(d.call.legs.size());
  const int attempt = static_cast<int>(d.call.attempts.size()) + 1;
  d.call.legs.push_back(
      Leg{.number = leg, .person = person_key, .address = person.address, .attempt = attempt});
  d.call.attempts.push_back(Attempt{.number = attempt,
                                    .run = run.number,
                                    .round = run.round,
                                    .step = run.step,
                                    .lap = run.lap,
                                    .person = person_key,
                                    .leg = leg,
                                    .started_at = d.now});
  d.decide("ring",
           {{"person", person_key}, {"leg", std::to_string(leg)}, {"attempt", std::to_string(attempt)}});
  d.raise(d.leg(leg), LegState::Dialing);
  d.step.claims.push_back(person.address);
  d.send("dial", leg, dial_body(d, escalation, step_of(escalation, run.step), person), Purpose::Dial, leg,
         Priority::Dial);
}

bool may_ring(Decision& d, const Run& run) {
  const auto& limits = d.workflow().limits;
  if (run.state != RunState::Ringing || run.waiting.empty() || d.now >= run.deadline) return false;
  if (legs_alive(d.call) >= limits.legs || phones_ringing(d.call) >= limits.parallel) return false;
  if (static_cast<int>(d.call.attempts.size()) >= limits.attempts) return false;
  const auto order = step_of(d.escalation(run), run.step).order;
  if (order == RingStep::Order::Sequence) return open_attempts(d.call, run.number) == 0;
  if (order == RingStep::Order::Stagger) return !d.is_armed(TimerKind::StepGap, run.number);
  return true;
}

/// On another call, or still on an earlier leg of this one that is not known to have ended.
bool is_busy(const Call& call, const std::string& address, TimePoint now) {
  const auto is_alive = [&](const Leg& leg) {
    return leg.address == address && leg.state != LegState::Ended;
  };
  return std::ranges::any_of(call.legs, is_alive) ||
         std::ranges::any_of(
             call.busy, [&](const BusyAddress& busy) { return busy.address == address && busy.until > now; });
}

/// People on another call are waited for as long as a phone would have rung, then passed over.
void pass_over_busy(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  const auto until = run.step_started_at + step_of(d.escalation(run), run.step).ring_time;
  if (d.now < until) {
    if (!d.is_armed(TimerKind::BusyRetry, run_number)) d.arm(TimerKind::BusyRetry, run_number, kBusyRetry);
    return;
  }
  std::erase_if(run.waiting, [&](const std::string& person) {
    if (!is_busy(d.call, d.person(person).address, d.now)) return false;
    d.decide("person_skipped", {{"person", person}, {"why", "on the phone"}});
    return true;
  });
}

/// The next person who can be rung now, taken out of the list; empty when there is none.
std::string take_next(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  std::erase_if(run.waiting, [&](const std::string& person) { return is_done_in_lap(d.call, run, person); });
  const auto found = std::ranges::find_if(run.waiting, [&](const std::string& person) {
    return !is_busy(d.call, d.person(person).address, d.now);
  });
  if (found == run.waiting.end()) return "";
  auto person = *found;
  run.waiting.erase(found);
  return person;
}

void ring_waiting(Decision& d, int run_number) {
  while (may_ring(d, d.run(run_number))) {
    const auto person = take_next(d, run_number);
    if (person.empty()) {
      if (!d.run(run_number).waiting.empty()) pass_over_busy(d, run_number);
      return;
    }
    ring(d, run_number, person);
    const auto& step = step_of(d.escalation(d.run(run_number)), d.run(run_number).step);
    if (step.order == RingStep::Order::Stagger) d.arm(TimerKind::StepGap, run_number, step.every);
  }
}

void begin_step(Decision& d, int run_number, int index) {
  auto& run = d.run(run_number);
  run.step = index;
  run.step_started_at = d.now;
  d.disarm(TimerKind::StepGap, run_number);
  d.disarm(TimerKind::BusyRetry, run_number);
  run.waiting = people_of(d.bundle, step_of(d.escalation(run), index));
  std::erase_if(run.waiting, [&](const std::string& person) { return is_done_in_lap(d.call, run, person); });
  if (run.waiting.empty()) {
    d.decide("step_skipped",
             {{"step", std::to_string(index + 1)}, {"why", "nobody left to ring in this lap"}});
  }
  ring_waiting(d, run_number);
}

void forget_timers(Decision& d, int run) {
  for (const auto kind : {TimerKind::RunDeadline, TimerKind::Silence, TimerKind::StepGap,
                          TimerKind::BusyRetry, TimerKind::ConversationWait}) {
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
  begin_step(d, run_number, run.step + 1);
  if (d.call.attempts.size() > attempts) tell_caller(d, escalation.caller.next, {.run = run_number});
}

bool is_capacity_problem(const Reply& reply) {
  static constexpr auto kCodes = std::to_array<std::string_view>({"90041", "90042", "90043"});
  static constexpr auto kReasons = std::to_array<std::string_view>({"D1", "D2", "D3", "D22"});
  if (std::ranges::find(kCodes, reply.code) != kCodes.end()) return true;
  return std::ranges::find(kReasons, reply.code) != kReasons.end();
}

}  // namespace

void start_run(Decision& d, const std::string& name, const std::string& reason, Json with, bool by_tool) {
  if (is_ending(d.call) || !caller_is_there(d.call)) return;
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
  begin_step(d, number, 0);
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
  auto& attempt = d.attempt(leg.attempt);
  if (reply.kind == Reply::Kind::Unknown) {
    if (leg.call_control_id.empty()) dial_in_doubt(d, number);  // else a webhook says that it was dialled
    return;
  }
  if (attempt.outcome == AttemptOutcome::Open) {
    d.set_outcome(attempt, is_capacity_problem(reply) ? AttemptOutcome::NoCapacity : AttemptOutcome::Failed);
  }
  leg_ended(d, number, "");
}

void leg_rings(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (!d.raise(leg, LegState::Ringing)) return;
  const auto& attempt = d.attempt(leg.attempt);
  d.arm(TimerKind::RingTimeout, number, step_of(d.escalation(attempt), attempt.step).ring_time + kRingSlack);
}

void ring_timeout_due(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (leg.state >= LegState::Answered) return;
  auto& attempt = d.attempt(leg.attempt);
  if (attempt.outcome == AttemptOutcome::Open) d.set_outcome(attempt, AttemptOutcome::NoAnswer);
  end_leg(d, number);
}

void address_busy(Decision& d, const std::string& address) {
  d.record("fact", json_object({{"busy", address}}));
  std::erase_if(d.call.busy,
                [&](const BusyAddress& busy) { return busy.address == address || busy.until <= d.now; });
  d.call.busy.push_back(BusyAddress{.address = address, .until = d.now + kBusyRetry});
}

void step_gap_due(Decision& d, int run) {
  if (find_run(d.call, run) != nullptr) ring_waiting(d, run);
}

void run_deadline_due(Decision& d, int number) {
  auto& run = d.run(number);
  if (run.state != RunState::Ringing) return;
  d.decide("deadline", {{"run", std::to_string(number)}});
  run.waiting.clear();
}

void silence_due(Decision& d, int number) {
  const auto& run = d.run(number);
  if (run.state != RunState::Ringing && run.state != RunState::Joining) return;
  d.arm(TimerKind::Silence, number, d.workflow().silence_limit);
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
    if (run->state != RunState::Ringing || !caller_is_there(d.call)) return;
    const int number = run->number;
    ring_waiting(d, number);
    const bool waits = !d.run(number).waiting.empty() && d.now < d.run(number).deadline &&
                       static_cast<int>(d.call.attempts.size()) < d.workflow().limits.attempts;
    if (open_attempts(d.call, number) > 0 || waits) return;
    advance(d, number);
  }
}

void end_other_attempts(Decision& d, int run_number) {
  d.run(run_number).waiting.clear();
  for (std::size_t i = 0; i < d.call.attempts.size(); ++i) {
    auto& attempt = d.call.attempts[i];
    if (!is_open(attempt, run_number) || attempt.number == d.run(run_number).winner) continue;
    const bool answered = d.leg(attempt.leg).state >= LegState::Answered;
    d.set_outcome(attempt, answered ? AttemptOutcome::LostRace : AttemptOutcome::Cancelled);
    release(d, attempt.leg, d.escalation(attempt).accept.lost);
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
    release(d, attempt.leg, d.escalation(attempt).accept.lost);
  }
  d.run(number).waiting.clear();
  forget_timers(d, number);
  if (!is_ending(d.call)) d.set_state(CallState::Conversing);
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
    if (d.leg(attempt.leg).state != LegState::Ended)
      release(d, attempt.leg, d.escalation(attempt).accept.caller_gone);
  }
  if (!unfinished) return;
  d.run(number).waiting.clear();
  start_list(d, "escalations." + d.run(number).escalation + ".otherwise", {}, number, 0);
}

}  // namespace callwright::engine
