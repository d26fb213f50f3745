#pragma once

#include "workflows/engine/step.hpp"
#include "workflows/model/call.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace callwright::analysis {

/// `callwright::step`, or one with a planted defect.
using StepFunction = std::function<Step(const Bundle&, Call, const Input&)>;

/// What Telnyx knows of one leg. The call may not have heard of it yet.
struct Line {
  enum class State : std::uint8_t { None, Rings, Talks, Dead };
  State state = State::None;
  bool verdict_given = false;  ///< machine detection has reported
  bool has_accepted = false;   ///< pressed the accept key, or is human where no key is asked for
  bool is_connected = false;   ///< takes part in the caller's conversation, or is bridged
  bool is_bridged = false;
  friend bool operator==(const Line&, const Line&) = default;
};

/// Something that Telnyx owes the call. It comes before anything else happens, unless it is late.
struct Debt {
  enum class Kind : std::uint8_t { Reply, HangupReport, EndReport };
  Kind kind = Kind::Reply;
  int ref = 0;  ///< intent, leg, or conversation
  friend bool operator==(const Debt&, const Debt&) = default;
};

/// What is true outside of the call, as far as it decides what may happen next.
struct Outside {
  std::vector<Line> lines;  ///< by the number of the leg
  bool conversation_lives = false;
  int conversations = 0;         ///< made so far; the latest is the one that may live
  std::vector<int> ends_untold;  ///< conversations that were stopped and whose end was not reported yet
  /// The end was told with the ids of a person who left in that moment: it cannot be told from the end for
  /// this person alone, and only a later look at the call finds it.
  bool end_is_a_persons = false;
  bool is_transferred = false;  ///< the caller talks with somebody who is none of ours
  TimePoint silent_since{};     ///< when the caller was last spoken to
  int setbacks = 0;             ///< refusals, busy lines and late answers so far
  std::vector<Debt> late;       ///< what Telnyx owes and takes its time for
};

/// A call and the world around it at one moment of the exploration.
struct Point {
  Call call;
  Outside outside;
  TimePoint now{};
};

/// What does not change while one escalation is explored.
struct Scene {
  const Bundle& bundle;
  const Workflow& workflow;
  StepFunction step;
  int setbacks_max = 1;
  /// Off: any timer may be the next one that fires, so that every order is tried, and moments are not told
  /// apart. On: timers fire when they are due, and people take as long as they can: how long it takes at
  /// most.
  bool is_timed = false;
};

const Line& line_of(const Point& point, int leg);
/// What Telnyx owes the call now.
std::vector<Debt> debts_of(const Point& point);
/// The first of these that is not late.
std::optional<Debt> next_debt(const Point& point);
/// True for an intent whose answer is one of several that the exploration tries.
bool has_open_answer(const Intent& intent);
/// The escalation has come to its end: nobody's phone is used for it any more, and the caller is with the
/// assistant, with somebody else, or gone.
bool is_over(const Point& point);
/// Another escalation has been asked for, which is explored by itself.
bool goes_on_elsewhere(const Call& call);
/// People are rung or joined, and nobody has been joined yet.
bool is_searching(const Call& call);
/// Telnyx tells machines from people on this leg.
bool is_detected(const Scene& scene, const Point& point, const Leg& leg);
/// Timers whose moment is not told apart: the exploration lets them fall due at any time.
bool falls_at_any_time(const Scene& scene, TimerKind kind);
/// In a search, the caller is to be told something before the silence is too long.
bool is_told_in_time(const Scene& scene, const Point& point);
/// Deadlines that may come at any moment lie far ahead, so that calls differ only by whether they have come.
void put_deadlines_far(const Scene& scene, Point& point);

/// Of the person, for people to read.
std::string name_of_leg(const Scene& scene, const Point& point, int leg);
std::string call_control_id_of(int leg);
std::string conversation_of(int number);

}  // namespace callwright::analysis
