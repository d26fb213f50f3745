#pragma once

#include "service/simulation/world.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace callwright::simulation {

/// What became of a world.
struct Lived {
  std::vector<Broken> broken;  ///< guarantees that did not hold; empty: all held
  std::vector<Strike> struck;  ///< what went wrong, in order
  std::size_t callers = 0;
  std::string story;  ///< see World::story; when it was asked for, or something is broken
};
enum class Story : std::uint8_t { OfFailures, Always };

/// Lives the script from beginning to end. Deterministic: the same script gives the same story, byte for
/// byte.
Lived live(const Script& script, Tally& tally, Story story = Story::OfFailures);

/// Of a script that breaks a guarantee: one with as few strikes and callers as could be found that breaks the
/// same one. Tries at most `worlds_max` others.
Script shortest(const Script& failing, std::size_t worlds_max = 400);

/// The script as options of `callwright simulate`.
std::string options_of(const Script& script);

}  // namespace callwright::simulation
