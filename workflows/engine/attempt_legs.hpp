#pragma once

#include "workflows/engine/decision.hpp"

#include <vector>

namespace callwright::engine {

// A person with several addresses is rung on all of them as one attempt. Each address has a leg; the first on
// which a human is known to be keeps the attempt, and it comes to nothing when the last of them has.

/// All legs of the attempt, in number order.
std::vector<int> legs_of(const Call& call, const Attempt& attempt);

/// The address behind the leg came to `outcome`, which counts once. True when it was the attempt's last: the
/// attempt then has the outcome that says most of all its legs'.
bool address_out(Decision& d, int leg, AttemptOutcome outcome);

/// The attempt goes on with this leg alone: the others are told `reason` where somebody answered, and ended.
void keep_leg(Decision& d, int leg, const Template& reason);

/// The attempt is over on every leg but `except`: whoever answered is told why.
void release_attempt(Decision& d, int attempt, const Template& reason, int except = 0);

/// What a person hears for whom there is nothing to do any more.
const Template& not_needed();

}  // namespace callwright::engine
