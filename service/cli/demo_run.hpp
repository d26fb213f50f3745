#pragma once

#include "service/cli/demo_world.hpp"
#include "service/cli/terminal.hpp"
#include "service/cli/timeline.hpp"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace callwright::cli {

/// The call of the demonstration: a caller, an assistant, two people of whom one is a voicemail. What happens
/// is told line by line, from the records of the service.
class DemoRun {
 public:
  /// `interrupted` becomes true when the person at the terminal has seen enough.
  DemoRun(DemoWorld& world, Terminal terminal, const std::atomic<bool>& interrupted);

  /// Plays the call; true when it ended as it should. Prints why when it did not.
  bool play();

 private:
  using Clock = std::chrono::steady_clock;
  bool place_call();
  bool call_tool();
  bool let_them_talk();
  bool hang_up();
  bool print_summary();

  /// Prints what is new until the call is in that state; false when that takes too long.
  bool follow_until(std::string_view state);
  bool follow_for(Duration time);
  /// Prints what is new; false when the service cannot be asked any more.
  bool follow();
  bool failed(const std::string& why);

  DemoWorld& world_;
  Terminal terminal_;
  const std::atomic<bool>& interrupted_;
  Clock::time_point deadline_;
  Timeline timeline_;
  std::string caller_leg_;
  std::string call_;
  std::string state_;
  std::int64_t last_seq_ = 0;
  std::optional<double> time_to_human_;
};

}  // namespace callwright::cli
