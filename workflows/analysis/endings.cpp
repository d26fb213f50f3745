#include "workflows/analysis/endings.hpp"

#include <algorithm>
#include <limits>

namespace callwright::analysis {
namespace {

/// The edges of each state, chosen and in one list.
class Graph {
 public:
  template <class Choose>
  Graph(const Explored& explored, Choose choose) : begins_(explored.reached.size() + 1) {
    for (const auto& edge : explored.edges) {
      if (choose(edge)) ++begins_[edge.from + 1];
    }
    for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
    edges_.resize(begins_.back());
    auto next = begins_;
    for (const auto& edge : explored.edges) {
      if (choose(edge)) edges_[next[edge.from]++] = edge;
    }
  }
  [[nodiscard]] std::size_t size() const { return begins_.size() - 1; }
  [[nodiscard]] std::size_t begin_of(std::uint32_t state) const { return begins_[state]; }
  [[nodiscard]] std::size_t end_of(std::uint32_t state) const { return begins_[state + 1]; }
  [[nodiscard]] const Edge& edge(std::size_t index) const { return edges_[index]; }
  [[nodiscard]] bool is_dead_end(std::uint32_t state) const { return begin_of(state) == end_of(state); }

 private:
  std::vector<std::size_t> begins_;
  std::vector<Edge> edges_;
};

struct Walk {
  std::vector<std::uint32_t> finished;     ///< every state after all that follow it
  std::optional<std::uint32_t> on_circle;  ///< a state from which a circle leads back to itself
};

/// Depth first, without recursion.
Walk walk(const Graph& graph) {
  enum class Mark : std::uint8_t { New, Open, Done };
  std::vector<Mark> marks(graph.size(), Mark::New);
  std::vector<std::pair<std::uint32_t, std::size_t>> open;
  Walk out;
  for (std::uint32_t root = 0; root < graph.size(); ++root) {
    if (marks[root] != Mark::New) continue;
    marks[root] = Mark::Open;
    open.emplace_back(root, graph.begin_of(root));
    while (!open.empty()) {
      auto& [state, next] = open.back();
      if (next == graph.end_of(state)) {
        marks[state] = Mark::Done;
        out.finished.push_back(state);
        open.pop_back();
        continue;
      }
      const auto to = graph.edge(next++).to;
      if (marks[to] == Mark::Open && !out.on_circle) out.on_circle = to;
      if (marks[to] != Mark::New) continue;
      marks[to] = Mark::Open;
      open.emplace_back(to, graph.begin_of(to));
    }
  }
  return out;
}

/// Longest way from each state through those that are chosen, in milliseconds.
std::vector<std::int64_t> longest_from(const Graph& graph) {
  std::vector<std::int64_t> longest(graph.size(), 0);
  for (const auto state : walk(graph).finished) {
    for (auto i = graph.begin_of(state); i < graph.end_of(state); ++i) {
      const auto& edge = graph.edge(i);
      longest[state] = std::max(longest[state], longest[edge.to] + edge.takes);
    }
  }
  return longest;
}

}  // namespace

std::optional<Endless> endless_state(const Explored& explored) {
  const auto& kept = explored.kept;
  const Graph by_itself(explored, [](const Edge& edge) { return edge.by_itself; });
  std::vector<bool> is_expanded(explored.reached.size());
  for (const auto& edge : explored.edges) is_expanded[edge.from] = true;
  for (std::uint32_t state = 0; state < by_itself.size(); ++state) {
    const bool may_rest = kept[state].is_over || !kept[state].is_searching;
    if (is_expanded[state] && by_itself.is_dead_end(state) && !may_rest) return Endless{state, false};
  }
  // While the deadline is ahead a circle is left when it comes.
  const Graph unbounded(explored, [&](const Edge& edge) {
    const auto is_unbounded = [&](std::uint32_t state) {
      return kept[state].is_searching && !kept[state].has_deadline;
    };
    return edge.by_itself && is_unbounded(edge.from) && is_unbounded(edge.to);
  });
  const auto circle = walk(unbounded).on_circle;
  if (circle) return Endless{*circle, true};
  return std::nullopt;
}

Duration longest_search(const Explored& timed) {
  const auto& kept = timed.kept;
  if (kept.empty()) return Duration{0};
  const Graph searching(timed, [&](const Edge& edge) { return kept[edge.from].is_searching; });
  return Duration{longest_from(searching)[0]};
}

}  // namespace callwright::analysis
