#pragma once

#include "tests/bench/report.hpp"

#include <string>

namespace callwright::bench {

struct Options {
  std::string program;  ///< callwright
  std::string only;     ///< one scenario; empty: all
  std::string folder;   ///< of the store; empty: the system's for temporary files
  double seconds = 8;   ///< of each measured stretch
  std::size_t connections = 64;
  std::size_t calls = 100;  ///< at most 256
  double rate = 3000;
  std::size_t live = 20'000;
  std::size_t joins = 200;
  std::size_t check_states = 2'000'000;  ///< bound of the scenario `check`
  double simulated = 100;                ///< calls per second of the scenario `simulator`
  int threads = 2;
};

/// Runs the scenarios, each with a service of its own, and reports.
void run(const Options& options, Report& report);

}  // namespace callwright::bench
