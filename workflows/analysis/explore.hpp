#pragma once

#include "workflows/analysis/canonical.hpp"
#include "workflows/analysis/check.hpp"
#include "workflows/analysis/move.hpp"

#include <cstdint>
#include <vector>

namespace callwright::analysis {

/// How a state was reached first: by a shortest sequence of moves.
struct Reached {
  std::uint32_t from = 0;
  Move move;
};

/// From one state to another.
struct Edge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t takes = 0;  ///< milliseconds
  bool by_itself = false;   ///< nobody has to do anything for it
};

/// What is kept of a state once its successors are known.
struct Kept {
  bool is_over = false;
  bool is_searching = false;
  bool has_deadline = false;  ///< the escalation's deadline has not come yet
};

/// Everything that an exploration found: state 0 is the beginning.
struct Explored {
  std::vector<Reached> reached;
  std::vector<Kept> kept;
  std::vector<Edge> edges;
  struct Found {
    std::uint32_t state = 0;  ///< in which the last move is made
    Move move;
    Breach breach;
  };
  std::vector<Found> found;  ///< at most one of each promise
  bool is_complete = false;
  std::size_t steps = 0;
  int legs_alive_max = 0;
};

/// Breadth first, so that the first story of a breach is a shortest one.
Explored explore(const Scene& scene, const Point& begin, const CheckOptions& options);

/// The moves that lead to a state.
std::vector<Move> path_to(const Explored& explored, std::uint32_t state);

}  // namespace callwright::analysis
