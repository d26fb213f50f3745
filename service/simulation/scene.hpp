#pragma once

#include "service/simulation/inspector.hpp"
#include "service/simulation/process.hpp"
#include "service/simulation/stage.hpp"
#include "service/simulation/wire.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace callwright::simulation {

/// Who is on the phones, as far as the scene calls them.
struct Cast {
  Wire::Prepare prepare;
  std::function<void(const simulator::Telnyx::Effect&)> took_effect;
  std::function<void()> looked = {};  ///< a few times a second while something happens
};

/// The parts of one world put together, and how time passes in it: the process that is tested, the network,
/// Telnyx, whoever is on the phones, and the guarantees that all of it is held against.
class Scene {
 public:
  /// Told of every step that is decided, before it is known whether it is stored.
  using StepSeen = std::function<void(const Call& before, const Input& input, const Step& decided)>;

  Scene(Stage& stage, Cast cast, simulator::DeliveryRules rules, StepSeen seen = {});

  [[nodiscard]] Process& process() { return process_; }
  [[nodiscard]] Inspector& inspector() { return inspector_; }

  /// New calls begin with these workflows.
  void use_bundle(BundlePtr bundle);
  /// Lives until everything is over, or the first broken guarantee; it is one that this comes before `end`.
  void live_until(TimePoint end, Duration faults_last);
  /// When everything is over, a new start finds nothing left to do.
  void restart_in_quiet();
  /// What happened, line by line, of the calls with a broken guarantee; of all calls when none is broken.
  /// Records carry the time of the process, whose clock may have been set.
  [[nodiscard]] std::string story() const;

 private:
  Step checked_step(const Bundle& bundle, const Call& call, const Input& input);
  void happen();
  void notice();
  [[nodiscard]] bool is_over();
  [[nodiscard]] bool is_quiet();

  Stage& stage_;
  Cast cast_;
  StepSeen seen_;
  Inspector inspector_;
  Process process_;
  Wire wire_;
  TimePoint faults_end_ = TimePoint::max();
  std::size_t effects_seen_ = 0;
  TimePoint next_look_{};
  TimePoint next_look_at_legs_{};
  Duration excused_{0};  ///< time in which the service could not do better
  std::optional<TimePoint> quiet_since_;
};

}  // namespace callwright::simulation
