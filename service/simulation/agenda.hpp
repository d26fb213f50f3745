#pragma once

#include "workflows/model/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace callwright::simulation {

/// What is going to happen in a world, in order of time; of one instant, what was planned first comes first.
class Agenda {
 public:
  /// Matters are waited for before a world counts as over; housekeeping goes on for ever.
  enum class Kind { Matter, Housekeeping };

  void at(TimePoint time, std::function<void()> what, Kind kind = Kind::Matter) {
    if (kind == Kind::Matter) ++matters_;
    plans_.emplace(std::pair(time, ++made_), Plan{std::move(what), kind});
  }
  [[nodiscard]] std::optional<TimePoint> next() const {
    return plans_.empty() ? std::nullopt : std::optional(plans_.begin()->first.first);
  }
  void run_next() {
    auto plan = plans_.extract(plans_.begin());
    if (plan.mapped().kind == Kind::Matter) --matters_;
    plan.mapped().what();
  }
  [[nodiscard]] std::size_t matters() const { return matters_; }

 private:
  struct Plan {
    std::function<void()> what;
    Kind kind;
  };
  std::map<std::pair<TimePoint, std::uint64_t>, Plan> plans_;
  std::uint64_t made_ = 0;
  std::size_t matters_ = 0;
};

}  // namespace callwright::simulation
