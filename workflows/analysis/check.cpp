#include "workflows/analysis/check.hpp"

#include "workflows/analysis/endings.hpp"
#include "workflows/analysis/explore.hpp"
#include "workflows/analysis/timeline.hpp"

#include <algorithm>
#include <utility>

namespace callwright::analysis {
namespace {

class Check {
 public:
  Check(const Bundle& bundle, const Start& start, const CheckOptions& options)
      : options_(options),
        scene_{bundle, *bundle.workflow(start.workflow), options.step, options.setbacks_max},
        result_{.start = start} {}

  CheckResult run() {
    auto begun = begin();
    for (const auto& breach : begun.breaches) add(breach, {});
    const auto explored = explore(scene_, begun.point, options_);
    for (const auto& found : explored.found) {
      auto moves = path_to(explored, found.state);
      moves.push_back(found.move);
      add(found.breach, moves);
    }
    if (explored.is_complete) look_for_endless(explored);
    result_.is_complete = explored.is_complete;
    result_.states = explored.reached.size();
    result_.moves = explored.edges.size();
    result_.steps = explored.steps + static_cast<std::size_t>(begun.steps);
    result_.legs_alive_max = explored.legs_alive_max;
    measure_time();
    return std::move(result_);
  }

 private:
  Played begin() {
    const auto& start = result_.start;
    return play_input(scene_, point_before(scene_.bundle, start, options_.now),
                      request_of(scene_.bundle, start, options_.now), {});
  }

  /// A second exploration, with a clock.
  void measure_time() {
    scene_.is_timed = true;
    const auto timed = explore(scene_, begin().point, options_);
    result_.longest = longest_search(timed);
    result_.is_longest_known = timed.is_complete;
    scene_.is_timed = false;
  }

  void look_for_endless(const Explored& explored) {
    const auto endless = endless_state(explored);
    if (!endless) return;
    add({Promise::PathsEnd, endless->is_circle ? "from here it may go on for ever without an end"
                                               : "nothing is awaited any more, and there is no end"},
        path_to(explored, endless->state));
  }

  void add(const Breach& breach, const std::vector<Move>& moves) {
    const auto same = [&](const CounterExample& known) { return known.promise == breach.promise; };
    if (std::ranges::any_of(result_.counter_examples, same)) return;
    result_.counter_examples.push_back(
        {breach.promise, breach.why, timeline_of(scene_, result_.start, options_.now, {}, moves)});
  }

  const CheckOptions& options_;
  Scene scene_;
  CheckResult result_;
};

}  // namespace

CheckResult check(const Bundle& bundle, const Start& start, const CheckOptions& options) {
  return Check(bundle, start, options).run();
}

}  // namespace callwright::analysis
