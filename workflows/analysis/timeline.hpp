#pragma once

#include "workflows/analysis/begin.hpp"
#include "workflows/analysis/move.hpp"

#include <string>
#include <vector>

namespace callwright::analysis {

/// The moves made again from the beginning, told line by line: when it happens, what happens, and what the
/// engine made of it.
std::vector<std::string> timeline_of(const Scene& scene, const Start& start, TimePoint now, Luck first,
                                     const std::vector<Move>& moves);

}  // namespace callwright::analysis
