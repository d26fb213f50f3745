#pragma once

#include "workflows/analysis/move.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::analysis {

/// The promises of the engine that an exploration proves or refutes.
enum class Promise : std::uint8_t { PathsEnd, NoLegLeft, OneJoined, NoSilence, NoEarlyText };
inline constexpr int kPromises = 5;

/// A promise that does not hold at some point, and how this shows.
struct Breach {
  Promise promise = Promise::PathsEnd;
  std::string why;
};

/// What one move came to.
struct Played {
  Point point;
  std::vector<Breach> breaches;
  int refusable = 0;               ///< commands answered within the move that might have been refused
  int claims = 0;                  ///< people rung in it who might have been on another call
  int steps = 0;                   ///< of the engine
  std::vector<std::string> story;  ///< what the engine decided, in words; only when asked for
};

/// The caller's own words and number: text that nobody may hear before taking the call.
inline constexpr std::string_view kCallerWords = "CALLERS-WORDS";
inline constexpr std::string_view kCallerNumber = "+12025550143";

/// Makes a move: the inputs that it means are stepped in turn, and what Telnyx answers without any choice is
/// answered at once. Pure.
Played play(const Scene& scene, const Point& point, const Move& move, bool tells_story = false);

/// Gives one input to a call and answers what has no choice.
Played play_input(const Scene& scene, const Point& point, Input input, Luck luck, bool tells_story = false);

}  // namespace callwright::analysis
