#pragma once

#include "workflows/model/call.hpp"

#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace callwright::runtime {

/// The armed timers of all calls of a shard, earliest first. Each timer of a call fires once.
class TimerSet {
 public:
  struct Due {
    CallId call;
    int timer = 0;
  };
  /// What fell due while the process was down fires this long after the call was loaded, or when its legs
  /// were asked for: what happened meanwhile may be on its way.
  static constexpr Duration kGrace = std::chrono::seconds{5};

  explicit TimerSet(TimePoint started_at) : started_at_(started_at) {}
  /// Makes the set agree with the call as it is stored: new timers are armed, vanished ones disarmed. A timer
  /// keeps its due time for as long as it has its number. Overdue::Some: timers fell due while the process
  /// was down and are armed for kGrace from `now`.
  enum class Overdue : std::uint8_t { None, Some };
  Overdue sync(const Call& call, TimePoint now);
  /// Those of the call fire now.
  void fire_overdue(const CallId& call, TimePoint now);
  /// Disarms everything of the call; a later `sync` arms all its timers anew.
  void forget(const CallId& call);
  /// Takes out what is due, in order.
  std::vector<Due> take_due(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next() const;

 private:
  using Entry = std::tuple<TimePoint, CallId, int>;
  struct Known {
    int number = 0;
    TimePoint fires_at{};
    bool overdue = false;
  };
  TimePoint started_at_;
  std::set<Entry> armed_;
  std::unordered_map<CallId, std::vector<Known>> known_;  ///< armed and fired ones
};

}  // namespace callwright::runtime
