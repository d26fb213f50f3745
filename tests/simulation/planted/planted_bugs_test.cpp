#include "tests/simulation/planted/planted_bugs.hpp"

#include "service/simulation/replay.hpp"
#include "tests/simulation/planted/planted.hpp"

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

// A simulation that misses bugs proves nothing: each of the table is planted and must break a guarantee.
namespace callwright::simulation {
namespace {

constexpr std::uint64_t kWorldsMax = 1500;

class PlantedBugs : public ::testing::TestWithParam<std::size_t> {
 protected:
  void TearDown() override { plant(-1); }
};

TEST_P(PlantedBugs, AreNoticed) {
  plant(static_cast<int>(GetParam()));
  Tally tally;
  const std::uint64_t first = kPlantedBugs[GetParam()].first_world;
  for (std::uint64_t seed = first; seed < first + kWorldsMax; ++seed) {
    const auto lived = live(Script{.seed = seed}, tally);
    if (lived.broken.empty()) continue;
    std::cout << "  world " << seed << ": " << lived.broken.front().what << "\n";
    RecordProperty("worlds", static_cast<int>(seed));
    return;
  }
  FAIL() << kPlantedBugs[GetParam()].name << ": not noticed in " << kWorldsMax << " worlds";
}

std::vector<std::size_t> bugs() {
  std::vector<std::size_t> numbers;
  for (std::size_t row = 0; row < kPlantedBugs.size(); ++row) {
    if (number_of(row) == row) numbers.push_back(row);
  }
  return numbers;
}

INSTANTIATE_TEST_SUITE_P(Simulation, PlantedBugs, ::testing::ValuesIn(bugs()), [](const auto& info) {
  std::string name(kPlantedBugs[info.param].name);
  for (auto& letter : name) {
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
  }
  return name;
});

/// The first world that a bug breaks.
Script broken_by(std::size_t bug) {
  plant(static_cast<int>(bug));
  Tally tally;
  Script script{.seed = 1, .strikes = std::nullopt, .callers = std::nullopt};
  while (live(script, tally).broken.empty()) ++script.seed;
  return script;
}

TEST(Shortest, ScriptBreaksTheSameGuaranteeWithLess) {
  Tally tally;
  for (const auto bug : bugs()) {
    const auto script = broken_by(bug);
    const auto whole = live(script, tally);
    if (whole.struck.size() < 10) continue;  // nothing much to take away
    const auto shorter = live(shortest(script), tally);
    plant(-1);
    ASSERT_FALSE(shorter.broken.empty()) << kPlantedBugs[bug].name;
    EXPECT_EQ(shorter.broken.front().what.substr(0, 20), whole.broken.front().what.substr(0, 20));
    EXPECT_LT(shorter.struck.size(), whole.struck.size() / 2);
    return;
  }
  FAIL() << "no bug needs ten strikes";
}

TEST(NoPlantedBug, BreaksNothing) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto lived = live(Script{.seed = seed}, tally);
    ASSERT_TRUE(lived.broken.empty()) << "seed " << seed << ": " << lived.broken.front().what;
  }
}

}  // namespace
}  // namespace callwright::simulation
