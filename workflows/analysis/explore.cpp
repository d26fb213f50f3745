#include "workflows/analysis/explore.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

namespace callwright::analysis {
namespace {

constexpr std::size_t kTellEvery = 512;

class Exploration {
 public:
  Exploration(const Scene& scene, const CheckOptions& options)
      : scene_(scene), options_(options), equals_(equal_people(scene.bundle)) {}

  Explored run(const Point& begin) {
    enter(begin, 0, {});
    explored_.is_complete = true;
    while (!waiting_.empty()) {
      const auto [number, point] = std::move(waiting_.front());
      waiting_.pop_front();
      expand(number, point);
      if (must_stop()) {
        explored_.is_complete = waiting_.empty();
        break;
      }
    }
    return std::move(explored_);
  }

 private:
  bool must_stop() {
    if (explored_.reached.size() >= options_.states_max) return true;
    if (++expanded_ % kTellEvery != 0 || !options_.progress) return false;
    return !options_.progress(explored_.reached.size(), waiting_.size());
  }

  /// The state's number; a new one waits for its turn.
  std::uint32_t enter(const Point& point, std::uint32_t from, const Move& move) {
    const auto next = static_cast<std::uint32_t>(explored_.reached.size());
    const auto [known, is_new] =
        numbers_.try_emplace(digest_of(canonical_text(scene_, equals_, point)), next);
    if (!is_new) return known->second;
    explored_.reached.push_back({from, move});
    explored_.kept.push_back({.is_over = is_over(point),
                              .is_searching = is_searching(point.call),
                              .has_deadline = has_deadline(point.call)});
    const auto alive = std::ranges::count_if(point.outside.lines, [](const Line& line) {
      return line.state == Line::State::Rings || line.state == Line::State::Talks;
    });
    explored_.legs_alive_max = std::max(explored_.legs_alive_max, static_cast<int>(alive));
    if (!explored_.kept.back().is_over) waiting_.emplace_back(next, point);
    return next;
  }

  static bool has_deadline(const Call& call) {
    return std::ranges::any_of(call.timers,
                               [](const Timer& timer) { return timer.kind == TimerKind::RunDeadline; });
  }

  void expand(std::uint32_t number, const Point& point) {
    for (const auto& move : possible_moves(scene_, point)) {
      const auto lucky = follow(number, point, move);
      if (point.outside.setbacks >= scene_.setbacks_max) continue;
      auto unlucky = move;
      for (unlucky.luck = {.refusal = 0, .claim = -1}; unlucky.luck.refusal < lucky.refusals;
           ++unlucky.luck.refusal) {
        follow(number, point, unlucky);
      }
      for (unlucky.luck = {.refusal = -1, .claim = 0}; unlucky.luck.claim < lucky.claims;
           ++unlucky.luck.claim) {
        follow(number, point, unlucky);
      }
    }
  }

  struct Chances {
    int refusals = 0;
    int claims = 0;
  };

  Chances follow(std::uint32_t number, const Point& point, const Move& move) {
    auto played = play(scene_, point, move);
    explored_.steps += static_cast<std::size_t>(played.steps);
    for (auto& breach : played.breaches) note(number, move, std::move(breach));
    if (!played.breaches.empty()) return {played.refusable, played.claims};
    const auto to = enter(played.point, number, move);
    const auto takes = static_cast<std::uint32_t>((played.point.now - point.now).count());
    explored_.edges.push_back({number, to, takes, happens_by_itself(move.what)});
    return {played.refusable, played.claims};
  }

  void note(std::uint32_t state, const Move& move, Breach breach) {
    const auto same = [&](const Explored::Found& found) { return found.breach.promise == breach.promise; };
    if (std::ranges::any_of(explored_.found, same)) return;
    explored_.found.push_back({state, move, std::move(breach)});
  }

  const Scene& scene_;
  const CheckOptions& options_;
  Equals equals_;
  Explored explored_;
  std::unordered_map<Digest, std::uint32_t> numbers_;
  std::deque<std::pair<std::uint32_t, Point>> waiting_;
  std::size_t expanded_ = 0;
};

}  // namespace

Explored explore(const Scene& scene, const Point& begin, const CheckOptions& options) {
  return Exploration(scene, options).run(begin);
}

std::vector<Move> path_to(const Explored& explored, std::uint32_t state) {
  std::vector<Move> moves;
  for (; state != 0; state = explored.reached[state].from) moves.push_back(explored.reached[state].move);
  std::ranges::reverse(moves);
  return moves;
}

}  // namespace callwright::analysis
