#include "workflows/engine/join.hpp"

#include "workflows/engine/assistant.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr seconds kBriefingTime{20};
constexpr seconds kConversationWait{3};
constexpr std::size_t kBriefingMax = 600;
constexpr int kJoinsMax = 2;  // join or bridge commands of a round: one may be repeated when in doubt

int winner_leg(Decision& d, const Run& run) { return d.attempt(run.winner).leg; }

void join_conversation(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  const int leg_number = winner_leg(d, run);
  const auto& leg = d.leg(leg_number);
  ++run.joins;
  run.join_mode = "conversation";
  JsonWriter out;
  out.begin_object().member("conversation_id", d.call.conversation.text());
  out.key("participant").begin_object();
  out.member("id", leg.call_control_id.text()).member("name", d.person(leg.person).name);
  out.member("role", "user").member("on_hangup", d.escalation(run).join.on_hangup).end_object();
  d.raise(d.leg(leg_number), LegState::Joining);
  d.send("ai_assistant_join", leg_number, out.end_object().finish(), Purpose::Join, leg_number,
         Priority::Join);
}

void send_bridge(Decision& d, int leg_number) {
  const auto body = json_object(
      {{"call_control_id", d.leg(leg_number).call_control_id.text()}, {"park_after_unbridge", "self"}});
  d.send("bridge", 0, body, Purpose::Bridge, leg_number, Priority::Join);
  ++d.caller().bridges_unreported;
}

void bridge(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  const int leg_number = winner_leg(d, run);
  if (run.join_mode != "bridge") run.joins = 0;  // a bridge that takes a join's place is one of its own
  ++run.joins;
  run.join_mode = "bridge";
  if (d.call.assistant == AssistantState::Running || d.call.assistant == AssistantState::Starting) {
    d.call.assistant = AssistantState::Stopping;
    d.send("ai_assistant_stop", 0, json_object({}), Purpose::StopAssistant, 0, Priority::Join);
  }
  d.raise(d.leg(leg_number), LegState::Joining);
  send_bridge(d, leg_number);
}

void start_join(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  if (run.state != RunState::Joining || !caller_is_there(d.call)) return;
  const auto& join = d.escalation(run).join;
  const bool assistant_there =
      d.call.assistant == AssistantState::Running || d.call.assistant == AssistantState::Starting;
  if (join.mode == Join::Mode::Bridge || !assistant_there) {
    bridge(d, run_number);
  } else if (d.call.conversation.empty()) {
    if (!d.is_armed(TimerKind::ConversationWait, run_number)) {
      d.arm(TimerKind::ConversationWait, run_number, kConversationWait);
    }
  } else {
    join_conversation(d, run_number);
  }
}

void joined(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  if (run.state != RunState::Joining) return;
  const int leg_number = winner_leg(d, run);
  auto& attempt = d.attempt(run.winner);
  d.raise(d.leg(leg_number), LegState::Joined);
  d.set_outcome(attempt, AttemptOutcome::Joined);
  run.joined_at = d.now;
  d.set_run_state(run, RunState::Joined);
  for (const auto kind : {TimerKind::RunDeadline, TimerKind::Silence, TimerKind::ConversationWait}) {
    d.disarm(kind, run_number);
  }
  d.set_state(CallState::Joined);
  d.call.outcome = "joined";
  JsonWriter out;
  out.begin_object().member("person", attempt.person).member("mode", run.join_mode);
  out.member("time_to_human_ms", std::int64_t{(d.now - run.started_at).count()});
  d.record("fact", out.end_object().finish());
  start_rules(d, matching_rules(d, "escalation.joined", {}, 0, run_number));
  start_rules(d, matching_rules(d, "participant.joined", {}, 0, run_number));
}

/// The conversation cannot be joined: bridge the two people, or go on with the next.
void join_failed(Decision& d, int run_number) {
  if (d.escalation(d.run(run_number)).join.if_fails == Join::IfFails::Bridge) {
    bridge(d, run_number);
  } else {
    abandon(d, run_number, AttemptOutcome::Failed);
  }
}

/// The assistant's conversation is gone, with a person waiting to be joined to it.
void join_without_conversation(Decision& d, int run_number) {
  d.call.assistant = AssistantState::Ended;
  switch (d.escalation(d.run(run_number)).join.if_assistant_ended) {
    case Join::IfAssistantEnded::Bridge: bridge(d, run_number); return;
    case Join::IfAssistantEnded::Restart:
      d.call.older_conversations.push_back(d.call.conversation.text());
      d.call.conversation = {};
      restart_assistant(d);
      start_join(d, run_number);
      return;
    case Join::IfAssistantEnded::Cancel: cancel_run(d, "the assistant's conversation ended"); return;
  }
}

/// The assistant has left two people who were joined: without a bridge they would stay in silence. Until it
/// is there, the join is still the conversation's, so that the person's end means the same in any order.
void bridge_after_join_replied(Decision& d, int run_number, const Reply& reply) {
  auto& run = d.run(run_number);
  if (reply.kind == Reply::Kind::Accepted) {
    run.join_mode = "bridge";
  } else if (reply.kind == Reply::Kind::Unknown && run.joins < kJoinsMax) {
    ++run.joins;
    send_bridge(d, winner_leg(d, run));
  } else {
    d.decide("bridge_refused", {{"leg", std::to_string(winner_leg(d, run))}, {"code", reply.code}});
    end_leg(d, winner_leg(d, run));
  }
}

/// People of this run who lost the race, to be rung first in the next round.
std::vector<std::string> losers(const Call& call, const Run& run) {
  std::vector<std::string> people;
  for (const auto& attempt : call.attempts) {
    const bool lost =
        attempt.outcome == AttemptOutcome::LostRace || attempt.outcome == AttemptOutcome::Cancelled;
    if (attempt.run == run.number && attempt.round == run.round && lost) people.push_back(attempt.person);
  }
  return people;
}

}  // namespace

void accepted(Decision& d, int leg_number) {
  auto& leg = d.leg(leg_number);
  auto& attempt = d.attempt(leg.attempt);
  auto& run = d.run(attempt.run);
  d.disarm(TimerKind::VerdictWait, leg_number);
  if (!caller_is_there(d.call)) {
    d.set_outcome(attempt, AttemptOutcome::Cancelled);
    release(d, leg_number, d.escalation(attempt).accept.caller_gone);
    return;
  }
  if (run.winner != 0 || run.state != RunState::Ringing) {
    d.set_outcome(attempt, AttemptOutcome::LostRace);
    release(d, leg_number, d.escalation(attempt).accept.lost);
    return;
  }
  d.raise(leg, LegState::Accepted);
  run.winner = attempt.number;
  d.decide("winner", {{"person", attempt.person},
                      {"run", std::to_string(run.number)},
                      {"round", std::to_string(run.round)}});
  d.set_run_state(run, RunState::Joining);
  end_other_attempts(d, run.number);
  tell_caller(d, d.escalation(run).caller.accepted, {.leg = leg_number, .run = run.number});
  const auto text =
      d.escalation(run).accept.briefing.render(CallScope(d, {.leg = leg_number, .run = run.number}));
  if (text.empty()) {
    start_join(d, run.number);
    return;
  }
  speak(d, leg_number, cut_utf8(text, kBriefingMax), false, Purpose::Briefing, leg_number);
  d.arm(TimerKind::BriefingDeadline, leg_number, kBriefingTime);
}

void briefing_ended(Decision& d, int leg_number) {
  auto& leg = d.leg(leg_number);
  d.disarm(TimerKind::BriefingDeadline, leg_number);
  if (leg.state != LegState::Accepted || leg.releasing || leg.hangups > 0) return;
  leg.speaking = 0;
  const auto& run = d.run(d.attempt(leg.attempt).run);
  if (run.winner == leg.attempt) start_join(d, run.number);
}

void conversation_id_came(Decision& d) {
  const auto* run = d.live_run();
  if (run == nullptr || !d.is_armed(TimerKind::ConversationWait, run->number)) return;
  d.disarm(TimerKind::ConversationWait, run->number);
  start_join(d, run->number);
}

void conversation_wait_due(Decision& d, int run_number) {
  if (d.run(run_number).state == RunState::Joining) join_failed(d, run_number);
}

void join_replied(Decision& d, int leg_number, const Reply& reply) {
  const int run_number = d.attempt(d.leg(leg_number).attempt).run;
  auto& run = d.run(run_number);
  if (run.state != RunState::Joining || run.winner != d.leg(leg_number).attempt) return;
  if (reply.kind == Reply::Kind::Accepted) {
    joined(d, run_number);
  } else if (reply.kind == Reply::Kind::Unknown && run.joins < kJoinsMax) {
    join_conversation(d, run_number);
  } else if (reply.code == "10007") {
    join_without_conversation(d, run_number);
  } else {
    join_failed(d, run_number);
  }
}

void bridge_replied(Decision& d, int leg_number, const Reply& reply) {
  const int run_number = d.attempt(d.leg(leg_number).attempt).run;
  auto& run = d.run(run_number);
  const bool not_done = reply.kind == Reply::Kind::Refused || reply.kind == Reply::Kind::Withdrawn;
  if (not_done && d.caller().bridges_unreported > 0) --d.caller().bridges_unreported;
  if (run.winner != d.leg(leg_number).attempt) return;
  if (run.state == RunState::Joined) return bridge_after_join_replied(d, run_number, reply);
  if (run.state != RunState::Joining) return;
  if (reply.kind == Reply::Kind::Accepted) {
    joined(d, run_number);
  } else if (reply.kind == Reply::Kind::Unknown && run.joins < kJoinsMax) {
    bridge(d, run_number);
  } else {
    d.decide("bridge_refused", {{"leg", std::to_string(leg_number)}, {"code", reply.code}});
    abandon(d, run_number, AttemptOutcome::Failed);
    if (d.call.assistant != AssistantState::Running) restart_assistant(d);
  }
}

void leg_bridged(Decision& d, int leg_number) {
  // The report may come when the bridge is over: it must not be taken for a later bridge or for a transfer.
  int& unreported = d.caller().bridges_unreported;
  const bool reported = leg_number == 0 && unreported > 0;
  if (reported) --unreported;
  auto* run = d.live_run();
  if (reported && run != nullptr && run->state == RunState::Joined) run->join_mode = "bridge";
  const bool ours = run != nullptr && run->join_mode == "bridge" && run->winner != 0;
  if (ours && run->state == RunState::Joining) {
    const bool latest = leg_number == 0 ? unreported == 0 : leg_number == winner_leg(d, *run);
    if (latest) joined(d, run->number);
  } else if (leg_number == 0 && !reported && !ours && !is_ending(d.call)) {
    d.decide("transferred");
    d.set_state(CallState::Transferred);
    d.call.outcome = "transferred";
    cancel_run(d, "transferred");
    d.call.timers.clear();
  }
}

void abandon(Decision& d, int run_number, AttemptOutcome outcome) {
  auto& run = d.run(run_number);
  auto& attempt = d.attempt(run.winner);
  const int leg = attempt.leg;
  auto people = losers(d.call, run);
  d.set_outcome(attempt, outcome);
  d.disarm(TimerKind::ConversationWait, run_number);
  run.winner = 0;
  run.joins = 0;
  run.join_mode.clear();
  ++run.round;
  d.decide("next_round", {{"run", std::to_string(run_number)}, {"round", std::to_string(run.round)}});
  d.set_run_state(run, RunState::Ringing);
  run.waiting = std::move(people);
  run.step_started_at = d.now;
  if (d.leg(leg).state != LegState::Ended) release(d, leg, d.escalation(attempt).accept.lost);
  tell_caller(d, d.escalation(run).caller.next, {.run = run_number});
}

void participant_left(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  const int leg = winner_leg(d, run);
  const auto name = d.person(d.leg(leg).person).name;
  d.set_run_state(run, RunState::Left);
  const auto rules = matching_rules(d, "participant.left", {}, 0, run_number);
  if (!caller_is_there(d.call) || is_ending(d.call)) return;
  if (run.join_mode == "bridge") {
    if (d.escalation(run).join.after == Join::After::Hangup) {
      goodbye(d, "Thank you for calling. Goodbye.");
      return;
    }
    d.set_state(CallState::Conversing);
    if (d.call.conversation) d.call.older_conversations.push_back(d.call.conversation.text());
    d.call.conversation = {};
    restart_assistant(d);
  } else if (d.escalation(run).join.on_hangup == "end_conversation") {
    goodbye(d, "Thank you for calling. Goodbye.");
    return;
  } else {
    d.set_state(CallState::Conversing);
    const auto text = Template::parse(name + " has left the call. Go on with the caller.");
    if (text) tell_assistant(d, *text, {.run = run_number}, true, Purpose::Tell, run_number);
  }
  start_rules(d, rules);
}

void assistant_ended_during_run(Decision& d) {
  const int run_number = d.live_run()->number;
  auto& run = d.run(run_number);
  d.decide("assistant_ended_during_run", {{"run", std::to_string(run_number)}});
  if (run.state == RunState::Joined && run.join_mode == "conversation") {
    const int leg = winner_leg(d, run);
    send_bridge(d, leg);
    return;
  }
  if (run.state == RunState::Joined) return;
  const auto policy = d.escalation(run).join.if_assistant_ended;
  if (policy == Join::IfAssistantEnded::Cancel) {
    cancel_run(d, "the assistant ended");
  } else if (policy == Join::IfAssistantEnded::Restart) {
    if (d.call.conversation) d.call.older_conversations.push_back(d.call.conversation.text());
    d.call.conversation = {};
    restart_assistant(d);
  } else {
    tell_caller(d, d.escalation(run).caller.waiting, {.run = run_number});
  }
}

}  // namespace callwright::engine
