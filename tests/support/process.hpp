#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace callwright::tests {

/// A program that a test runs. Its output is collected by a thread of its own, so that it never waits for the
/// test. When the object goes, however the test ended, the program and everything that it started are killed;
/// so are they when the test's own process dies.
class Process {
 public:
  using Milliseconds = std::chrono::milliseconds;
  struct Command {
    std::string program;
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;  ///< all of it
    std::string folder;                              ///< where it runs
  };

  /// Throws std::runtime_error.
  explicit Process(const Command& command);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  /// The first line of standard output, earlier ones included, that fits; empty when none comes in time.
  std::optional<std::string> wait_for_line(const std::function<bool(const std::string&)>& fits,
                                           Milliseconds within);
  /// Returns when the program writes its next line, or after the time: for asking it again and again.
  void wait_for_activity(Milliseconds at_most);
  void signal(int number) const;
  /// SIGKILL; returns when it is gone.
  void kill();
  /// The exit code, 128 + number after a signal; empty when it still runs after the time.
  std::optional<int> wait(Milliseconds within);
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] std::string output() const;
  [[nodiscard]] std::string errors() const;

 private:
  void collect(int out, int err);
  void take(bool from_out, std::string& partial, const char* bytes, std::size_t count);

  pid_t pid_ = -1;
  int pid_fd_ = -1;  ///< readable when the program has ended
  int end_fd_ = -1;  ///< tells the collecting thread to stop
  std::optional<int> exit_code_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::vector<std::string> lines_;
  std::string errors_;
  bool collected_ = false;  ///< both pipes are at their end
  std::thread collector_;
};

}  // namespace callwright::tests
