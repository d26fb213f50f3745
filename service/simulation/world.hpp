#pragma once

#include "service/simulation/inspector.hpp"
#include "service/simulation/people.hpp"
#include "service/simulation/process.hpp"
#include "service/simulation/stage.hpp"
#include "service/simulation/wire.hpp"

#include <string>

namespace callwright::simulation {

/// Some callers, the people whom they need, Telnyx, a network that loses things, a disk, and the process that
/// is tested, which dies now and then. All chance comes from the seed: the same seed is the same story.
class World {
 public:
  World(std::uint64_t seed, Tally& tally);

  /// Lives until everything is quiet, or the first broken guarantee. True: all held.
  bool run();
  /// What was broken, and what had happened to that call; empty when nothing was.
  [[nodiscard]] std::string story() const;

 private:
  Step checked_step(const Bundle& bundle, const Call& call, const Input& input);
  void live_until(TimePoint end);
  void happen();
  void notice();
  [[nodiscard]] bool is_over();
  [[nodiscard]] bool is_quiet();
  void plan_crashes();
  void restart_in_quiet();

  Dice dice_;
  Stage stage_;
  Inspector inspector_;
  Process process_;
  People people_;
  Wire wire_;
  std::size_t effects_seen_ = 0;
  TimePoint next_look_ = kBegin;
  Duration excused_{0};  ///< time in which the service could not do better
  std::optional<TimePoint> quiet_since_;
};

}  // namespace callwright::simulation
