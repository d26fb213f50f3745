#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/test_case.hpp"
#include "workflows/simulator/telnyx.hpp"

namespace callwright::simulation {

/// Lets the phone ring until somebody answers it by hand.
simulator::Behaviour waiting();

/// What the model of Telnyx makes of a person of a test. `accept` gives the keys of `accepts` and `declines`
/// and may be null; `by_hand`: the script answers, so that the person does not by themselves.
simulator::Behaviour behaviour(const TestPerson& person, const Accept* accept, bool by_hand);

}  // namespace callwright::simulation
