#pragma once

#include "workflows/language/bundle.hpp"

namespace callwright::language {

/// Gives every escalation without `deadline` the worst case of its steps: ring time, machine verdict and gate
/// of each attempt in its order, times the laps; at most a day.
void set_deadlines(Bundle& bundle);

}  // namespace callwright::language
