#pragma once

#include "workflows/analysis/point.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace callwright::analysis {

/// One thing that may happen next. `ref` is a leg, an intent or a conversation.
enum class What : std::uint8_t {
  // The answers to what was asked of Telnyx
  DialAccepted,        ///< the reply comes first, then call.initiated
  DialInitiatedFirst,  ///< the webhook comes before the reply
  DialAnsweredFirst,   ///< even call.answered comes before the reply
  DialRefused,
  DialNoChannel,
  DialWithdrawn,
  JoinAccepted,
  JoinRefused,
  JoinConversationGone,
  JoinLegGone,
  BridgeAccepted,
  BridgeReportedFirst,
  BridgeRefused,
  BridgeLegGone,
  AssistantStarts,
  AssistantCreatedFirst,
  AssistantRefused,
  // What people do
  Answers,
  DoesNotAnswer,
  Rejects,
  IsHuman,
  IsMachine,
  IsMachineCut,  ///< the prompt ends as cancelled_amd
  IsHumanCut,
  PressesAccept,       ///< call.dtmf.received, then call.gather.ended
  PressesAcceptAgain,  ///< the two the other way round
  PressesDecline,
  PressesRepeat,
  PressesRepeatAgain,  ///< the two the other way round
  StaysSilent,
  HangsUp,
  SpeechEnds,
  CallerHangsUp,
  // What Telnyx does
  HangupReported,
  HangupAfterAnswer,  ///< the phone was picked up in that moment
  ConversationEnds,
  ConversationEndsForWinner,
  ConversationEndsForBoth,
  OldEndReported,
  ComesLate,  ///< what Telnyx owes next; `ref` is its place among the debts
  IsTransferred,
  // Time
  DeadlineFalls,
  TimeLimitFalls,
  SilenceFalls,
  TimerFires,
  TimePasses,
};

/// A setback that the answers within a move may bring.
struct Luck {
  int refusal = -1;  ///< which of the commands that are answered in the move is refused; -1: none
  int claim = -1;    ///< which of the people to be rung is on another call; -1: none
  friend bool operator==(const Luck&, const Luck&) = default;
};

struct Move {
  What what = What::TimePasses;
  int ref = 0;
  Luck luck;
  friend bool operator==(const Move&, const Move&) = default;
};

/// Everything that may happen next, in a fixed order. What Telnyx owes comes first, or is late from then on.
std::vector<Move> possible_moves(const Scene& scene, const Point& point);

/// It happens although nobody does anything: time passes, timers fire, Telnyx answers.
bool happens_by_itself(What what);

/// `Ana answers`, for a timeline.
std::string sentence_of(const Scene& scene, const Point& before, const Move& move);

}  // namespace callwright::analysis
