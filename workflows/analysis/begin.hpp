#pragma once

#include "workflows/analysis/play.hpp"

#include <string>
#include <vector>

namespace callwright::analysis {

/// One exploration: an escalation as a workflow asks for it.
struct Start {
  std::string workflow;
  std::string escalation;
  bool has_assistant = true;  ///< false: it could not start, or the workflow starts none
};

/// Every escalation of a bundle with every workflow that leads to it. One that no workflow names is tried
/// with the first workflow: an operator may ask for it.
std::vector<Start> starts_of(const Bundle& bundle);

/// The call in the moment in which the escalation is asked for. What the caller said and who calls is marked
/// by `kCallerWords` and `kCallerNumber`.
Point point_before(const Bundle& bundle, const Start& start, TimePoint now);
/// What asks for it.
Input request_of(const Bundle& bundle, const Start& start, TimePoint now);

}  // namespace callwright::analysis
