#include "service/simulation/replay.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

namespace callwright::simulation {
namespace {

/// What a broken guarantee is called; details follow behind a colon.
std::string_view guarantee_of(const Lived& lived) {
  if (lived.broken.empty()) return {};
  const std::string_view what = lived.broken.front().what;
  return what.substr(0, what.find(':'));
}

/// Takes away whatever the failure does not need: halves of what is left, then quarters, …
class Shortening {
 public:
  Shortening(Script script, std::size_t worlds_max) : best_(std::move(script)), worlds_left_(worlds_max) {
    Tally tally;
    const auto lived = live(best_, tally);
    guarantee_ = guarantee_of(lived);
    strikes_ = lived.struck;
    callers_ = lived.callers;
  }

  Script run() {
    if (guarantee_.empty()) return best_;
    fewer_strikes();
    fewer_callers();
    fewer_strikes();  // of the callers who are left
    return best_;
  }

 private:
  bool still_fails(const std::vector<Strike>& strikes, std::size_t callers) {
    if (worlds_left_ == 0) return false;
    --worlds_left_;
    Script script{
        .seed = best_.seed, .strikes = std::set(strikes.begin(), strikes.end()), .callers = callers};
    Tally tally;
    const auto lived = live(script, tally);
    if (guarantee_of(lived) != guarantee_) return false;
    strikes_ = lived.struck;
    callers_ = callers;
    best_ = std::move(script);
    best_.strikes = std::set(strikes_.begin(), strikes_.end());
    return true;
  }

  void fewer_strikes() {
    for (std::size_t parts = 2; !strikes_.empty();) {
      const auto size = std::max<std::size_t>(strikes_.size() / parts, 1);
      bool shorter = false;
      for (std::size_t at = 0; at < strikes_.size() && !shorter; at += size) {
        std::vector<Strike> rest(strikes_.begin(),
                                 std::next(strikes_.begin(), static_cast<std::ptrdiff_t>(at)));
        const auto after = std::min(at + size, strikes_.size());
        rest.insert(rest.end(), std::next(strikes_.begin(), static_cast<std::ptrdiff_t>(after)),
                    strikes_.end());
        shorter = still_fails(rest, callers_);
      }
      if (shorter) continue;
      if (size == 1) return;
      parts *= 2;
    }
  }

  void fewer_callers() {
    for (std::size_t callers = 1; callers < callers_; ++callers) {
      if (still_fails(strikes_, callers)) return;
    }
  }

  Script best_;
  std::size_t worlds_left_;
  std::string guarantee_;
  std::vector<Strike> strikes_;
  std::size_t callers_ = 0;
};

}  // namespace

Lived live(const Script& script, Tally& tally, Story story) {
  World world(script, tally);
  const bool held = world.run();
  const bool tells = !held || story == Story::Always;
  return {world.broken(), world.struck(), world.callers(), tells ? world.story() : std::string()};
}

Script shortest(const Script& failing, std::size_t worlds_max) {
  return Shortening(failing, worlds_max).run();
}

std::string options_of(const Script& script) {
  std::string text = "--seed " + std::to_string(script.seed);
  if (script.callers) text += " --callers " + std::to_string(*script.callers);
  if (!script.strikes) return text;
  text += " --strikes ";
  if (script.strikes->empty()) return text + "none";
  bool first = true;
  for (const auto& strike : *script.strikes) {
    text += (first ? "" : ",") + text_of(strike);
    first = false;
  }
  return text;
}

}  // namespace callwright::simulation
