#pragma once

#include "workflows/analysis/explore.hpp"

#include <optional>
#include <vector>

namespace callwright::analysis {

/// A state from which the escalation may never come to its end although Telnyx answers and time passes: it
/// waits for nothing, or goes round in a circle. Empty when every path ends.
struct Endless {
  std::uint32_t state = 0;
  bool is_circle = false;
};
std::optional<Endless> endless_state(const Explored& explored);

/// The longest time that a search for people takes from state 0, of an exploration with a clock.
Duration longest_search(const Explored& timed);

}  // namespace callwright::analysis
