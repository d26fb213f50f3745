#include "workflows/analysis/move.hpp"

#include <algorithm>

namespace callwright::analysis {
namespace {

using Moves = std::vector<Move>;
using Speaks = Line::State;

void add(Moves& moves, int ref, std::initializer_list<What> possible) {
  for (const auto what : possible) moves.push_back({.what = what, .ref = ref});
}

void add_answers(Moves& moves, const Scene& scene, const Point& point, const Intent& intent) {
  using enum What;
  if (intent.purpose == Purpose::Dial) {
    if (intent.withdrawn) return add(moves, intent.number, {DialWithdrawn, DialAccepted});
    add(moves, intent.number, {DialAccepted, DialInitiatedFirst, DialAnsweredFirst, DialRefused});
    if (point.outside.setbacks < scene.setbacks_max) add(moves, intent.number, {DialNoChannel});
  } else if (intent.purpose == Purpose::Join) {
    const bool lives = line_of(point, intent.ref).state == Line::State::Talks;
    if (lives) add(moves, intent.number, {JoinAccepted, JoinRefused, JoinConversationGone});
    add(moves, intent.number, {JoinLegGone});
  } else if (intent.purpose == Purpose::Bridge) {
    const bool lives = line_of(point, intent.ref).state == Line::State::Talks;
    if (lives) add(moves, intent.number, {BridgeAccepted, BridgeReportedFirst, BridgeRefused});
    add(moves, intent.number, {BridgeLegGone});
  } else {
    add(moves, intent.number, {AssistantStarts, AssistantCreatedFirst, AssistantRefused});
  }
}

void add_gate(Moves& moves, const Scene& scene, const Point& point, const Leg& leg) {
  using enum What;
  const bool is_asked = leg.gather_intent != 0;
  if (!line_of(point, leg.number).verdict_given && is_detected(scene, point, leg) &&
      leg.state < LegState::Accepted) {
    add(moves, leg.number, {IsHuman, IsMachine});
    if (is_asked) add(moves, leg.number, {IsHumanCut, IsMachineCut});
  }
  if (is_asked) {
    add(moves, leg.number,
        {PressesAccept, PressesAcceptAgain, PressesDecline, PressesRepeat, PressesRepeatAgain, StaysSilent});
  }
}

void add_person(Moves& moves, const Scene& scene, const Point& point, const Leg& leg) {
  using enum What;
  switch (line_of(point, leg.number).state) {
    case Speaks::None:
    case Speaks::Dead: return;
    case Speaks::Rings: return add(moves, leg.number, {Answers, DoesNotAnswer, Rejects});
    case Speaks::Talks:
      add_gate(moves, scene, point, leg);
      if (leg.speaking != 0) add(moves, leg.number, {SpeechEnds});
      return add(moves, leg.number, {HangsUp});
  }
}

void add_caller(Moves& moves, const Point& point) {
  using enum What;
  const auto* caller = find_leg(point.call, 0);
  const auto state = line_of(point, 0).state;
  if (state != Speaks::Talks) return;
  add(moves, 0, {CallerHangsUp});
  if (caller->speaking != 0) add(moves, 0, {SpeechEnds});
  if (!point.outside.conversation_lives) return;
  add(moves, 0, {ConversationEnds});
  for (const auto& leg : point.call.legs) {
    if (line_of(point, leg.number).is_connected)
      add(moves, leg.number, {ConversationEndsForWinner, ConversationEndsForBoth});
  }
  add(moves, 0, {IsTransferred});
}

/// A timer is due that has not fired yet.
bool is_just_before_timer(const Scene& scene, const Point& point) {
  return std::ranges::any_of(point.call.timers, [&](const Timer& timer) {
    return timer.due <= point.now && !falls_at_any_time(scene, timer.kind);
  });
}

/// What Telnyx owes comes, in one of the ways in which it may.
void add_payments(Moves& moves, const Scene& scene, const Point& point, const Debt& debt) {
  switch (debt.kind) {
    case Debt::Kind::Reply: return add_answers(moves, scene, point, *find_intent(point.call, debt.ref));
    case Debt::Kind::EndReport: return add(moves, debt.ref, {What::OldEndReported});
    case Debt::Kind::HangupReport: {
      add(moves, debt.ref, {What::HangupReported});
      const bool may_have_answered =
          debt.ref != 0 && find_leg(point.call, debt.ref)->state < LegState::Answered;
      if (may_have_answered) add(moves, debt.ref, {What::HangupAfterAnswer});
    }
  }
}

bool may_be_late(const Scene& scene, const Point& point) {
  return !scene.is_timed && point.outside.setbacks < scene.setbacks_max;
}

/// The next timer, and the time until it.
void add_clock(Moves& moves, const Scene& scene, const Point& point) {
  const Timer* next = nullptr;
  for (const auto& timer : point.call.timers) {
    if (falls_at_any_time(scene, timer.kind)) continue;
    if (next == nullptr || timer.due < next->due) next = &timer;
  }
  if (next == nullptr) return;
  const bool is_due = next->due <= point.now;
  moves.push_back({.what = is_due ? What::TimerFires : What::TimePasses, .ref = next->number});
}

/// Any timer, in any order: those that are passed over are late.
void add_timers(Moves& moves, const Point& point) {
  for (const auto& timer : point.call.timers) {
    switch (timer.kind) {
      case TimerKind::RunDeadline: add(moves, timer.number, {What::DeadlineFalls}); break;
      case TimerKind::DurationEnd: add(moves, timer.number, {What::TimeLimitFalls}); break;
      case TimerKind::Silence: add(moves, timer.number, {What::SilenceFalls}); break;
      case TimerKind::DurationWarning: break;
      default: add(moves, timer.number, {What::TimerFires});
    }
  }
}

/// What is tried when only the time counts: nobody leaves and nothing is refused.
bool takes_its_time(const Scene& scene, const Point& point, What what) {
  switch (what) {
    case What::DialAccepted:
    case What::JoinAccepted:
    case What::BridgeAccepted:
    case What::AssistantStarts:
    case What::HangupReported:
    case What::OldEndReported:
    case What::TimerFires:
    case What::TimePasses: return true;
    case What::Answers:
    case What::DoesNotAnswer:
    case What::IsHuman:
    case What::IsMachine:
    case What::PressesAccept:
    case What::PressesDecline:
    case What::PressesRepeat:
    case What::StaysSilent:
    case What::SpeechEnds: return is_just_before_timer(scene, point);
    default: return false;
  }
}

/// The leg that a move is about; -1 when it is about none.
int leg_of(const Point& point, const Move& move) {
  if (move.what <= What::AssistantRefused) {
    const auto* intent = find_intent(point.call, move.ref);
    return has_open_answer(*intent) && intent->operation != "ai_assistant_start" ? intent->ref : 0;
  }
  if (move.what == What::TimerFires) {
    const auto timer = std::ranges::find(point.call.timers, move.ref, &Timer::number);
    switch (timer->kind) {
      case TimerKind::RingTimeout:
      case TimerKind::VerdictWait:
      case TimerKind::GateDeadline:
      case TimerKind::BriefingDeadline:
      case TimerKind::ReleaseDeadline:
      case TimerKind::HangupRetry:
      case TimerKind::DialAnswer:
      case TimerKind::ConversationEnd: return timer->ref;
      default: return 0;
    }
  }
  return move.what == What::OldEndReported ? 0 : move.what < What::DeadlineFalls ? move.ref : -1;
}

/// When nobody is rung any more, the legs that are left end independently of each other: one order is as good
/// as all.
Moves in_turn(const Point& point, Moves moves) {
  if (live_run(point.call) != nullptr || point.call.state == CallState::Conversing) return moves;
  for (const auto& leg : point.call.legs) {
    Moves of_leg;
    for (const auto& move : moves) {
      if (leg_of(point, move) == leg.number) of_leg.push_back(move);
    }
    if (!of_leg.empty()) return of_leg;
  }
  return moves;
}

std::string sentence_of_answer(const Scene& scene, const Point& before, const Move& move) {
  const auto* intent = find_intent(before.call, move.ref);
  const auto name = intent == nullptr ? "" : name_of_leg(scene, before, intent->ref);
  switch (move.what) {
    case What::DialAccepted: return name + "'s phone rings";
    case What::DialInitiatedFirst: return name + "'s phone rings; its webhook comes before Dial's reply";
    case What::DialAnsweredFirst: return name + " answers before Dial's reply comes";
    case What::DialRefused: return "Telnyx refuses to dial " + name;
    case What::DialNoChannel: return "Telnyx has no channel free for " + name;
    case What::DialWithdrawn: return "the dial of " + name + " was not sent any more";
    case What::JoinAccepted: return name + " is joined to the conversation";
    case What::JoinRefused: return "Telnyx refuses to join " + name;
    case What::JoinConversationGone:
      return "Telnyx does not know the conversation that " + name + " is to join";
    case What::JoinLegGone: return name + " hangs up while being joined";
    case What::BridgeAccepted: return name + " and the caller are bridged";
    case What::BridgeReportedFirst:
      return name + " and the caller are bridged; the webhooks come before the reply";
    case What::BridgeRefused: return "Telnyx refuses to bridge " + name;
    case What::BridgeLegGone: return name + " hangs up while being bridged";
    case What::AssistantStarts: return "the assistant starts";
    case What::AssistantCreatedFirst: return "the assistant starts; its webhook comes before the reply";
    default: return "the assistant cannot be started";
  }
}

std::string sentence_of_person(const std::string& name, What what) {
  switch (what) {
    case What::Answers: return name + " answers";
    case What::DoesNotAnswer: return name + " does not answer";
    case What::Rejects: return name + " rejects the call";
    case What::IsHuman: return name + " is taken for a human";
    case What::IsHumanCut: return name + " is taken for a human, and the prompt is cut";
    case What::IsMachine: return name + " is taken for a machine";
    case What::IsMachineCut: return name + " is taken for a machine, and the prompt is cut";
    case What::PressesAccept: return name + " presses the accept key";
    case What::PressesAcceptAgain: return name + " presses the accept key; the gather's end is told first";
    case What::PressesDecline: return name + " presses the decline key";
    case What::PressesRepeat: return name + " presses the repeat key";
    case What::PressesRepeatAgain: return name + " presses the repeat key; the gather's end is told first";
    case What::StaysSilent: return name + " presses nothing";
    case What::HangsUp: return name + " hangs up";
    case What::SpeechEnds: return name + " has heard what was spoken";
    case What::HangupReported: return "Telnyx reports the end of " + name + "'s leg";
    default: return name + " answers, and Telnyx reports the end of the leg";
  }
}

std::string sentence_of_time(const Point& before, const Move& move) {
  const auto found = std::ranges::find(before.call.timers, move.ref, &Timer::number);
  const auto timer = found == before.call.timers.end() ? std::string() : std::string(name_of(found->kind));
  switch (move.what) {
    case What::DeadlineFalls: return "the deadline of the escalation has come";
    case What::TimeLimitFalls: return "the time limit of the call has come";
    case What::SilenceFalls: return "the caller has heard nothing for as long as silence_limit";
    case What::TimerFires: return "timer " + timer;
    default: return "time passes until timer " + timer + " is due";
  }
}

}  // namespace

std::vector<Move> possible_moves(const Scene& scene, const Point& point) {
  Moves moves;
  if (const auto debt = next_debt(point)) {
    add_payments(moves, scene, point, *debt);
    if (scene.is_timed)
      std::erase_if(moves, [&](const Move& move) { return !takes_its_time(scene, point, move.what); });
    if (may_be_late(scene, point)) moves.push_back({.what = What::ComesLate, .ref = debt->ref});
    return moves;
  }
  for (const auto& debt : point.outside.late) add_payments(moves, scene, point, debt);
  for (const auto& leg : point.call.legs) {
    if (leg.number != 0) add_person(moves, scene, point, leg);
  }
  add_caller(moves, point);
  if (!scene.is_timed) {
    add_timers(moves, point);
    return in_turn(point, std::move(moves));
  }
  add_clock(moves, scene, point);
  std::erase_if(moves, [&](const Move& move) { return !takes_its_time(scene, point, move.what); });
  return moves;
}

bool happens_by_itself(What what) {
  if (what <= What::AssistantRefused) return true;
  switch (what) {
    case What::HangupReported:
    case What::OldEndReported:
    case What::ComesLate:
    case What::TimerFires:
    case What::TimePasses: return true;
    default: return false;
  }
}

std::string sentence_of(const Scene& scene, const Point& before, const Move& move) {
  std::string said;
  if (move.what <= What::AssistantRefused) {
    said = sentence_of_answer(scene, before, move);
  } else if (move.what >= What::DeadlineFalls) {
    said = sentence_of_time(before, move);
  } else {
    switch (move.what) {
      case What::CallerHangsUp: said = "the caller hangs up"; break;
      case What::ConversationEnds: said = "the assistant's conversation ends"; break;
      case What::ConversationEndsForWinner: said = "the conversation ends, told with the person's ids"; break;
      case What::ConversationEndsForBoth: said = "the conversation ends, told for every leg"; break;
      case What::OldEndReported: said = "Telnyx reports the end of an earlier conversation"; break;
      case What::ComesLate: said = "what Telnyx answers next comes late"; break;
      case What::IsTransferred: said = "the assistant transfers the caller to somebody else"; break;
      default: said = sentence_of_person(name_of_leg(scene, before, move.ref), move.what);
    }
  }
  if (move.luck.refusal >= 0) said += "; Telnyx refuses what is asked then";
  if (move.luck.claim >= 0) said += "; who is to be rung is on another call";
  return said;
}

}  // namespace callwright::analysis
