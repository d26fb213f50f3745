#pragma once

#include <vector>

namespace callwright::observe {

/// Seconds: from a commit to a request that timed out.
inline const std::vector<double>& request_bounds() {
  static const std::vector<double> bounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                             0.1,    0.25,  0.5,    1,     2.5,  5,     10};
  return bounds;
}

/// Seconds: from one person who picks up at once to an escalation over several steps.
inline const std::vector<double>& human_bounds() {
  static const std::vector<double> bounds = {5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600};
  return bounds;
}

}  // namespace callwright::observe
