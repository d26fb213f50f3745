#pragma once

#include "workflows/language/bundle.hpp"

#include <string>

namespace callwright {

// Parts of a workflow in a few plain words, for pictures and reports.

/// `call.state = joined and caller.number starts with +1312`; empty for no condition.
std::string words_of(const Condition& condition);

/// `escalate to human`, `speak: One moment.`
std::string words_of(const Action& action);

/// `Dana, the front desk`: people by their names, groups and rotations by theirs.
std::string whom(const Bundle& bundle, const RingStep& step);

/// `all at once, 20s each, twice`, with the schedule in which the step counts.
std::string how(const Bundle& bundle, const RingStep& step);

}  // namespace callwright
