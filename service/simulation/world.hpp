#pragma once

#include "service/simulation/customers.hpp"
#include "service/simulation/people.hpp"
#include "service/simulation/scene.hpp"

#include <string>

namespace callwright::simulation {

/// Some callers, the people whom they need, Telnyx, a network that loses things, a disk, and the process that
/// is tested, which dies now and then. All chance comes from the script: the same script is the same story.
class World {
 public:
  World(const Script& script, Tally& tally, Scene::StepSeen seen = {});

  /// Lives until everything is quiet, or the first broken guarantee. True: all held.
  bool run();
  [[nodiscard]] const std::vector<Broken>& broken() const { return stage_.broken; }
  /// What went wrong, in order.
  [[nodiscard]] const std::vector<Strike>& struck() const { return stage_.struck; }
  [[nodiscard]] std::size_t callers() const { return people_.callers(); }
  /// See Scene::story.
  [[nodiscard]] std::string story() const { return scene_.story(); }

 private:
  void use_some_bundle();
  void prepare(const std::string& number);
  [[nodiscard]] std::size_t script_seed() const { return static_cast<std::size_t>(stage_.script.seed); }
  void plan_trouble();
  void plan_stand_in();

  Dice dice_;
  Stage stage_;
  Scene scene_;
  People people_;
  Customers customers_;
  std::size_t reloads_ = 0;
};

}  // namespace callwright::simulation
