#pragma once

#include "service/simulation/process.hpp"
#include "service/simulation/stage.hpp"

#include <map>
#include <string>

namespace callwright::simulation {

/// Whoever asks for calls that we make, with keys, again and again, and more than one at once; and how those
/// behave whom we call. In some worlds, with dice of their own: the other worlds are as they were without.
class Customers {
 public:
  Customers(Stage& stage, Process& process)
      : stage_(stage), process_(process), dice_(stage.script.seed + 77) {}

  void plan_requests();
  [[nodiscard]] bool has(const std::string& number) const { return numbers_.contains(number); }
  /// What whoever has that number does when the phone rings.
  simulator::Behaviour draw();

 private:
  void plan_request(std::size_t number);
  void ask(const std::string& key, const std::string& to, int tries_left);
  void answered(const std::string& key, const runtime::effect::Respond& respond);

  Stage& stage_;
  Process& process_;
  Dice dice_;
  std::map<std::string, int> numbers_;   ///< that are called -> how often it is asked for
  std::map<std::string, CallId> calls_;  ///< by key
};

}  // namespace callwright::simulation
