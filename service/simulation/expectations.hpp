#pragma once

#include "service/simulation/phones.hpp"
#include "service/simulation/witness.hpp"
#include "workflows/language/test_case.hpp"

#include <string>
#include <vector>

namespace callwright::simulation {

/// Something that was expected and is not so.
struct Unmet {
  std::string what;  ///< as in the file: `outcomes.chloe`
  std::string expected;
  std::string found;
};

/// Holds what is so at this moment against what is expected. Empty: everything is met.
std::vector<Unmet> unmet(const Expectation& expect, Stage& stage, const Phones& phones,
                         const Witness& witness);

}  // namespace callwright::simulation
