#pragma once

#include "service/simulation/inspector.hpp"
#include "service/simulation/people.hpp"
#include "service/simulation/process.hpp"
#include "service/simulation/stage.hpp"
#include "service/simulation/wire.hpp"

#include <functional>
#include <string>

namespace callwright::simulation {

/// Some callers, the people whom they need, Telnyx, a network that loses things, a disk, and the process that
/// is tested, which dies now and then. All chance comes from the script: the same script is the same story.
class World {
 public:
  /// Told of every step that is decided, before it is known whether it is stored.
  using StepSeen = std::function<void(const Call& before, const Input& input, const Step& decided)>;

  World(const Script& script, Tally& tally, StepSeen seen = {});

  /// Lives until everything is quiet, or the first broken guarantee. True: all held.
  bool run();
  [[nodiscard]] const std::vector<Broken>& broken() const { return stage_.broken; }
  /// What went wrong, in order.
  [[nodiscard]] const std::vector<Strike>& struck() const { return stage_.struck; }
  [[nodiscard]] std::size_t callers() const { return people_.callers(); }
  /// What happened, line by line, of the calls with a broken guarantee; of all calls when none is broken.
  /// Records carry the time of the process, whose clock may have been set.
  [[nodiscard]] std::string story() const;

 private:
  Step checked_step(const Bundle& bundle, const Call& call, const Input& input);
  void use_some_bundle();
  void live_until(TimePoint end);
  void happen();
  void notice();
  [[nodiscard]] bool is_over();
  [[nodiscard]] bool is_quiet();
  void plan_trouble();
  void restart_in_quiet();

  Dice dice_;
  Stage stage_;
  StepSeen seen_;
  Inspector inspector_;
  Process process_;
  People people_;
  Wire wire_;
  std::size_t effects_seen_ = 0;
  TimePoint next_look_ = kBegin;
  TimePoint next_look_at_legs_ = kBegin;
  Duration excused_{0};  ///< time in which the service could not do better
  std::optional<TimePoint> quiet_since_;
};

}  // namespace callwright::simulation
