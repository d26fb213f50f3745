#include "workflows/analysis/play.hpp"

#include "workflows/analysis/player.hpp"
#include "workflows/analysis/promises.hpp"

#include <algorithm>

namespace callwright::analysis {
namespace {

const Accept& accept_of(const Scene& scene, const Call& call, int leg) {
  const auto* attempt = find_attempt(call, find_leg(call, leg)->attempt);
  return scene.bundle.escalation(find_run(call, attempt->run)->escalation)->accept;
}

/// Whoever answers has taken the call where neither a key nor a verdict is waited for.
void pick_up(const Scene& scene, Player& player, int leg) {
  const auto& call = player.call();
  const bool takes =
      accept_of(scene, call, leg).none && !is_detected(scene, player.point(), *find_leg(call, leg));
  player.line(leg).state = Line::State::Talks;
  player.line(leg).has_accepted = takes;
  player.webhook("call.answered", leg);
}

void dial(const Scene& scene, Player& player, const Move& move) {
  const int leg = find_intent(player.call(), move.ref)->ref;
  switch (move.what) {
    case What::DialRefused: return player.refuse(move.ref, "10015");
    case What::DialNoChannel: ++player.point().outside.setbacks; return player.refuse(move.ref, "90041");
    case What::DialWithdrawn: return player.reply(move.ref, Reply{.kind = Reply::Kind::Withdrawn});
    default: break;
  }
  player.line(leg).state = Line::State::Rings;
  if (move.what == What::DialAccepted) player.accept(move.ref);
  player.webhook("call.initiated", leg, {{"direction", "outgoing"}});
  if (move.what == What::DialAnsweredFirst) pick_up(scene, player, leg);
  player.accept(move.ref);
}

void leg_gone(Player& player, const Move& move, int leg) {
  player.line(leg).state = Line::State::Dead;
  player.refuse(move.ref, "90018");
  player.webhook("call.hangup", leg, {{"hangup_cause", "normal_clearing"}});
}

void join(Player& player, const Move& move) {
  const int leg = find_intent(player.call(), move.ref)->ref;
  switch (move.what) {
    case What::JoinRefused: return player.refuse(move.ref, "10015");
    case What::JoinConversationGone:
      player.point().outside.conversation_lives = false;
      return player.refuse(move.ref, "10007");
    case What::JoinLegGone: return leg_gone(player, move, leg);
    default: player.line(leg).is_connected = true; return player.accept(move.ref);
  }
}

void bridge(Player& player, const Move& move) {
  const int leg = find_intent(player.call(), move.ref)->ref;
  switch (move.what) {
    case What::BridgeRefused: return player.refuse(move.ref, "10015");
    case What::BridgeLegGone: return leg_gone(player, move, leg);
    default: break;
  }
  player.line(leg).is_connected = true;
  player.line(leg).is_bridged = true;
  if (move.what == What::BridgeAccepted) player.accept(move.ref);
  player.webhook("call.bridged", 0);
  player.webhook("call.bridged", leg);
  player.accept(move.ref);
}

void assistant(Player& player, const Move& move) {
  if (move.what == What::AssistantRefused) return player.refuse(move.ref, "10015");
  const auto id = player.start_conversation();
  if (move.what == What::AssistantStarts) player.accept(move.ref);
  player.webhook("call.conversation.created", 0, {{"conversation_id", id}});
  player.accept(move.ref);
}

void end_conversation(Player& player, What what, int winner) {
  const auto id = conversation_of(player.point().outside.conversations);
  player.point().outside.conversation_lives = false;
  const Player::Fields fields = {{"conversation_id", id}};
  if (what != What::ConversationEnds) player.webhook("call.conversation.ended", winner, fields);
  if (what != What::ConversationEndsForWinner) player.webhook("call.conversation.ended", 0, fields);
}

void verdict(Player& player, int leg, bool is_human, bool is_cut) {
  player.line(leg).verdict_given = true;
  if (is_cut) player.webhook("call.gather.ended", leg, {{"status", "cancelled_amd"}, {"digits", ""}});
  player.webhook("call.machine.premium.detection.ended", leg,
                 {{"result", is_human ? "human_residence" : "machine"}});
}

void press(Player& player, int leg, const std::string& key, bool gather_first) {
  const auto report = [&](bool is_gather) {
    if (is_gather) player.webhook("call.gather.ended", leg, {{"status", "valid"}, {"digits", key}});
    if (!is_gather) player.webhook("call.dtmf.received", leg, {{"digit", key}});
  };
  report(gather_first);
  if (player.line(leg).state != Line::State::Dead) report(!gather_first);
}

/// A conversation that ends with whoever was joined to it ends now.
void hang_up(const Scene& scene, Player& player, int leg) {
  const auto& attempt = *find_attempt(player.call(), find_leg(player.call(), leg)->attempt);
  const auto& escalation = *scene.bundle.escalation(find_run(player.call(), attempt.run)->escalation);
  const auto& line = player.line(leg);
  const bool ends = line.is_connected && !line.is_bridged && player.point().outside.conversation_lives &&
                    escalation.join.on_hangup == "end_conversation";
  if (ends) player.point().outside.conversation_lives = false;
  player.hang_up(leg, "normal_clearing");
  if (!ends) return;
  const auto id = conversation_of(player.point().outside.conversations);
  player.webhook("call.conversation.ended", 0, {{"conversation_id", id}});
}

void person(const Scene& scene, Player& player, const Move& move) {
  const int leg = move.ref;
  const auto& accept = accept_of(scene, player.call(), leg);
  switch (move.what) {
    case What::Answers: return pick_up(scene, player, leg);
    case What::DoesNotAnswer: return player.hang_up(leg, "timeout");
    case What::Rejects: return player.hang_up(leg, "call_rejected");
    case What::HangsUp: return hang_up(scene, player, leg);
    case What::IsHuman:
    case What::IsHumanCut:
      player.line(leg).has_accepted = player.line(leg).has_accepted || accept.none;
      return verdict(player, leg, true, move.what == What::IsHumanCut);
    case What::IsMachine: return verdict(player, leg, false, false);
    case What::IsMachineCut: return verdict(player, leg, false, true);
    case What::PressesAccept:
    case What::PressesAcceptAgain:
      player.line(leg).has_accepted = true;
      return press(player, leg, accept.accept_key, move.what == What::PressesAcceptAgain);
    case What::PressesDecline: return press(player, leg, accept.decline_key, false);
    case What::PressesRepeat:
    case What::PressesRepeatAgain:
      return press(player, leg, accept.repeat_key, move.what == What::PressesRepeatAgain);
    case What::StaysSilent:
      return player.webhook("call.gather.ended", leg, {{"status", "invalid"}, {"digits", ""}});
    default: return;
  }
}

void line_event(Player& player, const Move& move) {
  switch (move.what) {
    case What::SpeechEnds: return player.webhook("call.speak.ended", move.ref, {{"status", "completed"}});
    case What::CallerHangsUp: return player.hang_up(0, "normal_clearing");
    case What::HangupAfterAnswer: player.webhook("call.answered", move.ref); [[fallthrough]];
    case What::HangupReported:
      return player.webhook("call.hangup", move.ref, {{"hangup_cause", "normal_clearing"}});
    case What::IsTransferred:
      player.point().outside.is_transferred = true;
      player.point().outside.conversation_lives = false;
      return player.webhook("call.bridged", 0);
    case What::OldEndReported:
      std::erase(player.point().outside.ends_untold, move.ref);
      return player.webhook("call.conversation.ended", 0, {{"conversation_id", conversation_of(move.ref)}});
    default: return end_conversation(player, move.what, move.ref);
  }
}

/// Deadlines that lie far ahead come whenever the exploration says so.
void fall_due(const Scene& scene, Player& player, int timer) {
  auto& point = player.point();
  const auto found = std::ranges::find(point.call.timers, timer, &Timer::number);
  found->due = point.now;
  if (found->kind == TimerKind::Silence)
    point.outside.silent_since = point.now - scene.workflow.silence_limit;
  if (found->kind == TimerKind::RunDeadline) {
    for (auto& run : point.call.runs) {
      if (run.number == found->ref) run.deadline = point.now;
    }
  }
  player.give(Input{.at = point.now, .what = input::TimerDue{timer}});
}

TimePoint due_of(const Point& point, int timer) {
  return std::max(point.now, std::ranges::find(point.call.timers, timer, &Timer::number)->due);
}

void put_off(Player& player) {
  auto& point = player.point();
  ++point.outside.setbacks;
  if (const auto debt = next_debt(point)) point.outside.late.push_back(*debt);
}

void let_time_pass(Player& player, int timer) {
  auto& point = player.point();
  point.now = due_of(point, timer);
}

/// A deadline for which Telnyx is asked first comes a second time: nothing new is known then.
int asked_again(const Call& call, TimerKind kind, int leg) {
  const auto found = std::ranges::find_if(
      call.timers, [&](const Timer& timer) { return timer.kind == kind && timer.ref == leg; });
  return found == call.timers.end() ? 0 : found->number;
}

void fire(const Scene& scene, Player& player, int number) {
  auto& point = player.point();
  if (scene.is_timed) return player.give(Input{.at = point.now, .what = input::TimerDue{number}});
  const Timer timer = *std::ranges::find(point.call.timers, number, &Timer::number);
  point.now = due_of(point, number);
  player.give(Input{.at = point.now, .what = input::TimerDue{number}});
  if (timer.kind != TimerKind::RingTimeout && timer.kind != TimerKind::GateDeadline) return;
  const int again = asked_again(point.call, timer.kind, timer.ref);
  if (again == 0) return;
  point.now = due_of(point, again);
  player.give(Input{.at = point.now, .what = input::TimerDue{again}});
}

void make(const Scene& scene, Player& player, const Move& move) {
  if (move.what <= What::DialWithdrawn) return dial(scene, player, move);
  if (move.what <= What::JoinLegGone) return join(player, move);
  if (move.what <= What::BridgeLegGone) return bridge(player, move);
  if (move.what <= What::AssistantRefused) return assistant(player, move);
  if (move.what == What::ComesLate) return put_off(player);
  if (move.what == What::TimePasses) return let_time_pass(player, move.ref);
  if (move.what == What::TimerFires) return fire(scene, player, move.ref);
  if (move.what >= What::DeadlineFalls) return fall_due(scene, player, move.ref);
  if (move.what >= What::SpeechEnds) return line_event(player, move);
  return person(scene, player, move);
}

/// Late debts that are paid are forgotten, so that equal points are equal.
void forget_paid(Point& point) {
  const auto debts = debts_of(point);
  std::erase_if(point.outside.late,
                [&](const Debt& debt) { return std::ranges::find(debts, debt) == debts.end(); });
}

Played finish(const Scene& scene, Player& player) {
  put_deadlines_far(scene, player.point());
  forget_paid(player.point());
  for (auto& breach : breaches_at(scene, player.point())) player.played.breaches.push_back(std::move(breach));
  return std::move(player.played);
}

}  // namespace

Played play(const Scene& scene, const Point& point, const Move& move, bool tells_story) {
  Player player(scene, point, move.luck, tells_story);
  make(scene, player, move);
  return finish(scene, player);
}

Played play_input(const Scene& scene, const Point& point, Input given, Luck luck, bool tells_story) {
  Player player(scene, point, luck, tells_story);
  player.give(std::move(given));
  return finish(scene, player);
}

}  // namespace callwright::analysis
