#pragma once

#include "service/simulation/agenda.hpp"
#include "service/simulation/bundles.hpp"
#include "service/simulation/dice.hpp"
#include "service/simulation/faults.hpp"
#include "service/simulation/memory_store.hpp"
#include "service/simulation/planned_faults.hpp"
#include "workflows/language/bundle.hpp"
#include "workflows/model/client_state.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <array>
#include <functional>
#include <map>
#include <optional>
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

/// An invariant that did not hold.
struct Broken {
  CallId call;  ///< empty: none in particular
  TimePoint at{};
  std::string what;
};

/// What was sent outside of Telnyx's calls and arrived.
struct Sent {
  CallId call;
  std::string to;    ///< a number, or an address of a webhook
  std::string text;  ///< or the webhook's body
};

/// The leg of a caller, or of whom we called: leg 0 of its call.
inline bool is_of_caller(const simulator::Telnyx::LegView& leg) {
  const auto ours = decode_client_state(leg.client_state);
  return leg.direction == "incoming" || (ours && ours->leg == 0);
}

/// What the parts of one world share. Everything outlives the process, which crashes.
struct Stage {
  Stage(Script the_script, Dice& the_dice, Tally& the_tally, simulator::Telnyx::Settings settings)
      : Stage(std::move(the_script), the_dice, the_tally, std::move(settings), Faults::drawn(the_dice)) {}
  Stage(Script the_script, Dice& the_dice, Tally& the_tally, simulator::Telnyx::Settings settings,
        Faults the_faults)
      : script(std::move(the_script)),
        dice(the_dice),
        tally(the_tally),
        faults(the_faults),
        unstated(settings.unstated),
        telnyx(std::move(settings)) {}

  Script script;
  Dice& dice;
  Tally& tally;
  Faults faults;
  TimePoint now = kBegin;
  Agenda agenda;
  simulator::Unstated unstated;  ///< as this world's Telnyx answers what nobody states
  simulator::Telnyx telnyx;
  MemoryStore store;
  BundlePtr bundle;                       ///< that new calls begin with
  std::map<BundleId, BundlePtr> bundles;  ///< all that calls were begun with
  PlannedFaults planned;                  ///< beside those that `faults` draws
  /// Only a person who took the call may hear a text with one of these in it.
  std::vector<std::string> private_words = {std::string(kBriefingMark)};
  std::map<std::string, Sent> texts_sent;     ///< by Idempotency-Key
  std::map<std::string, Sent> webhooks_sent;  ///< by webhook-id
  bool has_transfers = false;                 ///< the assistant gives callers to somebody else
  bool faults_are_over = false;  ///< from then on everything works, so that every world comes to an end
  std::vector<StoryLine> story;
  std::vector<Strike> struck;  ///< everything that went wrong, in order
  std::vector<Broken> broken;

  void count(std::string_view what) { ++tally.try_emplace(std::string(what), 0).first->second; }
  void tell(const CallId& call, std::string text) { story.push_back({now, call, std::move(text)}); }
  void require(bool holds, const CallId& call, std::string_view invariant) {
    if (!holds) broken.push_back({call, now, std::string(invariant)});
  }
  void after(Duration delay, std::function<void()> what, Agenda::Kind kind = Agenda::Kind::Matter) {
    agenda.at(now + delay, std::move(what), kind);
  }

  /// Whether it goes wrong on this occasion; if so, the chance of its details. Each occasion has dice of its
  /// own, so that a script with fewer strikes stays close to the story of its seed.
  std::optional<Dice> strikes(Fault fault) {
    const Strike strike{fault, ++occasions_[static_cast<std::size_t>(fault)]};
    if (faults_are_over) return std::nullopt;
    Dice own(script.seed * 1'000'003U + static_cast<std::uint64_t>(fault) * 1'000'000'007U + strike.occasion);
    const bool hits = own.chance(faults.rate(fault));
    if (!hits || (script.strikes && !script.strikes->contains(strike))) return std::nullopt;
    struck.push_back(strike);
    tell({}, "FAULT " + text_of(strike));
    return own;
  }

 private:
  std::array<std::uint32_t, kFaultCount> occasions_{};
};

}  // namespace callwright::simulation
