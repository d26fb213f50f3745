#pragma once

#include "service/simulation/agenda.hpp"
#include "service/simulation/bundles.hpp"
#include "service/simulation/dice.hpp"
#include "service/simulation/faults.hpp"
#include "service/simulation/memory_store.hpp"
#include "workflows/language/bundle.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace callwright::simulation {

inline constexpr TimePoint kBegin{Duration{1'800'000'000'000}};
inline constexpr std::string_view kDeployment = "deployment-of-the-worlds";

/// A line of what happened, for the story of a failure. `call` is empty for what concerns all.
struct StoryLine {
  TimePoint at{};
  CallId call;
  std::string text;
};

/// What the parts of one world share. Everything outlives the process, which crashes.
struct Stage {
  Stage(Dice& the_dice, Tally& the_tally, simulator::Telnyx::Settings settings)
      : dice(the_dice), tally(the_tally), faults(Faults::drawn(the_dice)), telnyx(std::move(settings)) {}

  Dice& dice;
  Tally& tally;
  Faults faults;
  TimePoint now = kBegin;
  Agenda agenda;
  simulator::Telnyx telnyx;
  MemoryStore store;
  BundlePtr bundle;
  const Scenario* scenario = nullptr;
  bool faults_are_over = false;  ///< from then on everything works, so that every world comes to an end
  std::vector<StoryLine> story;
  std::vector<std::pair<CallId, std::string>> broken;  ///< invariants that did not hold

  void count(std::string_view what) { ++tally.try_emplace(std::string(what), 0).first->second; }
  bool strikes(int per_mille) { return !faults_are_over && dice.chance(per_mille); }
  void tell(const CallId& call, std::string text) { story.push_back({now, call, std::move(text)}); }
  void require(bool holds, const CallId& call, std::string_view invariant) {
    if (!holds) broken.emplace_back(call, format_time(now) + " " + std::string(invariant));
  }
  void after(Duration delay, std::function<void()> what, Agenda::Kind kind = Agenda::Kind::Matter) {
    agenda.at(now + delay, std::move(what), kind);
  }
};

}  // namespace callwright::simulation
