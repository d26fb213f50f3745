#pragma once

#include "workflows/simulator/world.hpp"

#include <string>

namespace callwright::simulator::assistants {

/// Adds a run of the test, which is carried out in virtual time: pending, starting, running, and then passed,
/// failed or error. The pointer-free copy is the run as it is now.
TestRun start_run(World& world, const Resource& test, const std::string& suite_run_id);

}  // namespace callwright::simulator::assistants
