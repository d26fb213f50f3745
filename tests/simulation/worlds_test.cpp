#include "service/simulation/world.hpp"
#include "tests/simulation/coverage.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

namespace callwright::simulation {
namespace {

/// What has to have happened somewhere in so many worlds, or they prove nothing.
constexpr auto kMustHappen = std::to_array<std::string_view>({
    "crashes",
    "crashes with a pause longer than the window",
    "commits that failed",
    "commits that were stored and reported as failed",
    "reads that failed",
    "slow commits",
    "messages between shards",
    "webhooks delivered more than once",
    "late webhooks",
    "webhooks known as duplicates",
    "webhooks answered 503",
    "webhooks answered before their call was known",
    "webhooks to a dead process",
    "webhooks delivered again",
    "webhooks lost for good",
    "webhooks given up",
    "callers whom nobody heard of",
    "clock steps forward",
    "clock steps while the process is down",
    "reloads",
    "requests that arrived twice",
    "dials that arrived when nobody waited any more",
    "claims lost",
    "commands and questions that were never answered",
    "legs whose webhooks are withheld",
    "looks at the active calls",
    "decision sent_again",
    "healed by active_calls the leg that was dialled",
    "healed by active_calls no such leg",
    "healed by active_calls a leg that had ended is alive",
    "healed by webhook a leg that had ended is alive",
    "healed by call_events ",
    "healed by webhook_deliveries ",
    "healed by call_status the call has ended",
    "healed by conversation_insights ",
    "requests lost",
    "requests not sent",
    "requests that arrived after their sender had given up",
    "resends",
    "answers lost",
    "500 before the effect",
    "500 after the effect",
    "429",
    "tool requests repeated",
    "tool requests that failed",
    "two tool requests at once",
    "operator commands",
    "callers who hung up",
    "people who hung up",
    "assistants that ended the conversation",
    "joins",
    "calls that were asked for",
    "calls that were asked for again",
    "calls to somebody who is on the phone",
    "decision called",
    "decision greeting_did_not_end",
    "outgoing webhooks",
    "outgoing webhooks that arrived again",
    "briefings heard",
    "effect ai_assistant_join",
    "effect bridge",
    "outcome joined",
    "outcome declined",
    "outcome machine",
    "outcome no_answer",
    "outcome lost_race",
    "outcome abandoned",
    "outcome unknown",
});

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

bool lives_well(std::uint64_t seed, Tally& tally, CellSet& reached) {
  World world(Script{.seed = seed}, tally,
              [&](const Call& before, const Input& input, const Step&) { reached.add(before, input); });
  if (world.run()) return true;
  ADD_FAILURE() << "CALLWRIGHT_SEED=" << seed << " " << world.broken().front().what << " at "
                << format_time(world.broken().front().at) << "\n"
                << world.story();
  return false;
}

/// Holds the cells that were reached against the list of those that no world reaches. The list is of the
/// worlds that `deploy/test` runs; others may reach more or fewer, so that only the number is told.
void look_at_coverage(const CellSet& reached, bool is_the_agreed_run) {
  const auto matrix = cells_of_matrix(CALLWRIGHT_MATRIX_FILE);
  const auto count = std::ranges::count_if(matrix, [&](const Cell& cell) { return reached.count(cell) > 0; });
  std::cout << "reached " << count << " of " << matrix.size() << " cells\n";
  if (!is_the_agreed_run) return;
  const auto excuses = read_excuses(CALLWRIGHT_UNREACHED_FILE);
  for (const auto& one : contradictions(matrix, reached, excuses)) ADD_FAILURE() << one;
}

TEST(Worlds, HoldWhatIsGuaranteed) {
  constexpr int kFailuresMax = 3;
  Tally tally;
  CellSet reached;
  if (const auto seed = from_environment("CALLWRIGHT_SEED", 0); seed != 0) {
    lives_well(seed, tally, reached);
    return;
  }
  const auto worlds = from_environment("CALLWRIGHT_WORLDS", 200);
  const auto first = from_environment("CALLWRIGHT_FIRST_SEED", 1);
  int failures = 0;
  for (auto seed = first; seed < first + worlds && failures < kFailuresMax; ++seed) {
    if (!lives_well(seed, tally, reached)) ++failures;
  }
  std::cout << worlds << " worlds:";
  for (const auto& [what, count] : tally) std::cout << "\n  " << count << " " << what;
  std::cout << "\n";
  if (failures > 0 || worlds < 200) return;
  for (const auto what : kMustHappen) EXPECT_GT(tally[std::string(what)], 0U) << what << " never happened";
  look_at_coverage(reached, worlds == 1000 && first == 1);
}

}  // namespace
}  // namespace callwright::simulation
