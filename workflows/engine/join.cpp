#include "workflows/engine/join.hpp"

#include "workflows/engine/assistant.hpp"
#include "workflows/engine/attempt_legs.hpp"
#include "workflows/engine/bridge.hpp"
#include "workflows/engine/inquiry.hpp"
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

/// Of a run that goes on: the caller hears how it stands.
Resumption resumption_in_run(const Decision& d, int run_number) {
  const auto& run = *find_run(d.call, run_number);
  const auto& texts = d.escalation(run).caller;
  const auto& text = run.state == RunState::Joining ? texts.accepted : texts.waiting;
  return {.greeting = text.render(CallScope(d, {.run = run_number})),
          .note = "You were interrupted while people were being called for this caller. Go on from here."};
}

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

/// The conversation takes part in what is to come: the human is joined to it.
bool joins_conversation(const Decision& d, const Run& run) {
  return d.escalation(run).join.mode == Join::Mode::Conversation && has_assistant(d.call);
}

void start_join(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  if (run.state != RunState::Joining || !caller_is_there(d.call)) return;
  if (!joins_conversation(d, run)) {
    hand_over(d, run_number);
  } else if (d.call.conversation.empty()) {
    if (!d.is_armed(TimerKind::ConversationWait, run_number)) {
      d.arm(TimerKind::ConversationWait, run_number, kConversationWait);
      ask_for_conversation(d, 0);
    }
  } else {
    join_conversation(d, run_number);
  }
}

/// The conversation cannot be joined: bridge the two people, or go on with the next.
void join_failed(Decision& d, int run_number) {
  if (d.escalation(d.run(run_number)).join.if_fails == Join::IfFails::Bridge) {
    hand_over(d, run_number);
  } else {
    abandon(d, run_number, AttemptOutcome::Failed);
  }
}

/// The assistant's conversation is gone, with a person waiting to be joined to it.
void join_without_conversation(Decision& d, int run_number) {
  d.call.assistant = AssistantState::Ended;
  switch (d.escalation(d.run(run_number)).join.if_assistant_ended) {
    case Join::IfAssistantEnded::Bridge: hand_over(d, run_number); return;
    case Join::IfAssistantEnded::Restart:
      restart_assistant(d, resumption_in_run(d, run_number));
      start_join(d, run_number);
      return;
    case Join::IfAssistantEnded::Cancel: cancel_run(d, "the assistant's conversation ended"); return;
  }
}

/// What a person hears whose call came to nothing through no fault of theirs.
const Template& not_connected() {
  static const Template text = Template::parse("The call could not be connected. Thank you.").value();
  return text;
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

int winner_leg(Decision& d, const Run& run) { return d.attempt(run.winner).leg; }

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
  if (d.run(run_number).join_mode == "conversation" && !has_assistant(d.call)) {
    // The conversation ended while its reply was on the way.
    bridge_joined(d, run_number);
  }
}

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
  keep_leg(d, leg_number, d.escalation(run).accept.lost);
  if (joins_conversation(d, run)) {
    d.run(attempt.run).announced = true;
    tell_caller(d, d.escalation(run).caller.accepted, {.leg = leg_number, .run = run.number});
  }
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

void abandon(Decision& d, int run_number, AttemptOutcome outcome) {
  auto& run = d.run(run_number);
  auto& attempt = d.attempt(run.winner);
  const int leg = attempt.leg;
  auto people = losers(d.call, run);
  d.set_outcome(attempt, outcome);
  d.disarm(TimerKind::ConversationWait, run_number);
  d.disarm(TimerKind::HandOver, run_number);
  const bool assistant_was_stopped = run.assistant_stopped;
  run.winner = 0;
  run.joins = 0;
  run.join_mode.clear();
  run.announced = false;
  run.assistant_stopped = false;
  ++run.round;
  d.decide("next_round", {{"run", std::to_string(run_number)}, {"round", std::to_string(run.round)}});
  d.set_run_state(run, RunState::Ringing);
  std::erase_if(run.waiting,
                [&](const auto& person) { return std::ranges::find(people, person) != people.end(); });
  run.waiting.insert(run.waiting.begin(), people.begin(), people.end());
  run.step_started_at = d.now;
  if (d.leg(leg).state != LegState::Ended) release(d, leg, not_connected());
  if (assistant_was_stopped) {
    restart_assistant(d, {.greeting = d.escalation(run).caller.next.render(CallScope(d, {.run = run_number})),
                          .note = resumption_in_run(d, run_number).note});
  } else {
    tell_caller(d, d.escalation(run).caller.next, {.run = run_number});
  }
}

void participant_left(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  const int leg = winner_leg(d, run);
  const auto name = d.person(d.leg(leg).person).name;
  d.set_run_state(run, RunState::Left);
  const auto rules = matching_rules(d, "participant.left", {}, 0, run_number);
  if (!caller_is_there(d.call) || is_ending(d.call)) return;
  const auto& join = d.escalation(run).join;
  const bool is_bridge = run.join_mode == "bridge";
  if (is_bridge ? join.after == Join::After::Hangup : join.on_hangup == "end_conversation") {
    goodbye(d, "Thank you for calling. Goodbye.");
  } else if (is_bridge) {
    d.set_state(CallState::Conversing);
    restart_assistant(d, {.greeting = name + " has left the call. How can I help you further?",
                          .note = "The caller has just talked with " + name + ", who has left the call."});
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
    bridge_joined(d, run_number);
    return;
  }
  if (run.state == RunState::Joined) return;
  const auto policy = d.escalation(run).join.if_assistant_ended;
  if (policy == Join::IfAssistantEnded::Cancel) {
    cancel_run(d, "the assistant ended");
  } else if (policy == Join::IfAssistantEnded::Restart && d.call.assistant == AssistantState::Ended) {
    restart_assistant(d, resumption_in_run(d, run_number));
  } else if (d.is_armed(TimerKind::ConversationWait, run_number)) {
    d.disarm(TimerKind::ConversationWait, run_number);
    start_join(d, run_number);
  } else if (run.join_mode.empty()) {
    tell_caller(d, d.escalation(run).caller.waiting, {.run = run_number});
  }
}

}  // namespace callwright::engine
