#pragma once

#include "tests/bench/report.hpp"
#include "tests/bench/scenarios.hpp"

namespace callwright::bench {

/// The exhaustive check of an escalation with two people: states per second, and its steps of the engine
/// beside the same steps alone.
void measure_check(const Options& options, Report& report);

}  // namespace callwright::bench
