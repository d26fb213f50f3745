#pragma once

#include "tests/bench/report.hpp"
#include "tests/bench/scenarios.hpp"

namespace callwright::bench {

/// `callwright simulator` alone, as fast as it answers, and as the Telnyx of a service: what each costs per
/// call.
void measure_simulator(const Options& options, Report& report);

}  // namespace callwright::bench
