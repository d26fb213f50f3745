#pragma once

#include "service/cli/child_process.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace callwright::tests {

/// The environment of a started program: only this, so that a test does not depend on who runs it.
using Environment = std::map<std::string, std::string>;

/// The real `callwright` binary. No wait here is a measurement: the limits only end a test that hangs.
class Program {
 public:
  static constexpr Duration kPatience = std::chrono::seconds{60};

  /// Starts it; throws when it cannot be started. A listening socket is handed over as LISTEN_FDS.
  explicit Program(std::vector<std::string> arguments, Environment environment = {}, int listening_fd = -1);

  /// Reads standard output until a line satisfies the predicate and returns it; empty when the output ends
  /// before.
  std::optional<std::string> line_where(const std::function<bool(const std::string&)>& wanted);
  std::optional<std::string> line_with(const std::string& part);
  /// Waits for the end and returns the exit code; 128 + number when a signal ended it.
  int wait();
  bool signal(int number) { return child_.signal(number); }
  /// SIGKILL, and gone when it returns.
  void kill();
  /// The rest of standard output, to its end.
  std::string output();
  std::string errors() { return child_.errors(); }
  [[nodiscard]] pid_t pid() const { return child_.pid(); }

 private:
  cli::ChildProcess child_;
};

/// A run to the end.
struct Finished {
  int code = -1;
  std::string output;
  std::string errors;
};
Finished run_program(std::vector<std::string> arguments, Environment environment = {});

}  // namespace callwright::tests
