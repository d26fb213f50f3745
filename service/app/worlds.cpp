#include "service/app/worlds.hpp"

#include "service/simulation/replay.hpp"

#include <set>
#include <string_view>
#include <utility>

namespace callwright {
namespace {

using simulation::Script;

Result<std::set<simulation::Strike>> read_strikes(std::string_view text) {
  std::set<simulation::Strike> strikes;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto one = text.substr(0, comma);
    const auto strike = simulation::strike_of(one);
    if (!strike) {
      return fail(
          Errc::InvalidInput, "simulate.strikes",
          "\"" + std::string(one) +
              "\" names nothing that can go wrong; take the list as an earlier run printed it, such as "
              "crash.3,webhook_lost.17.");
    }
    strikes.insert(*strike);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return strikes;
}

Result<Script> read_script(const cli::WorldRequest& request) {
  Script script{.seed = request.seed, .strikes = std::nullopt, .callers = request.callers};
  if (request.strikes == "all") return script;
  auto strikes = read_strikes(request.strikes == "none" ? std::string_view() : request.strikes);
  if (!strikes) return std::unexpected(strikes.error());
  script.strikes = std::move(*strikes);
  return script;
}

}  // namespace

Result<cli::WorldResult> live_world(const cli::WorldRequest& request) {
  const auto script = read_script(request);
  if (!script) return std::unexpected(script.error());
  simulation::Tally tally;
  const auto tells = request.tells_story ? simulation::Story::Always : simulation::Story::OfFailures;
  auto lived = simulation::live(*script, tally, tells);
  cli::WorldResult result{.broken = {},
                          .callers = lived.callers,
                          .strikes = lived.struck.size(),
                          .story = std::move(lived.story),
                          .shortest_options = {},
                          .shortest_story = {}};
  for (const auto& broken : lived.broken)
    result.broken.push_back(format_time(broken.at) + " " + broken.what + " " + broken.call.text());
  if (result.broken.empty()) return result;
  const auto shorter = simulation::shortest(*script);
  result.shortest_options = simulation::options_of(shorter);
  result.shortest_story = simulation::live(shorter, tally).story;
  return result;
}

}  // namespace callwright
