#pragma once

#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace callwright::cli {

/// A program that this one starts and is responsible for: it is gone when the object is. Its output is read
/// through pipes, so it blocks when nobody reads for long.
class ChildProcess {
 public:
  struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;  ///< added to our own, or all of it
    bool inherit_environment = true;
    int listening_fd = -1;  ///< becomes descriptor 3 of the program, where LISTEN_FDS says it is
  };

  /// Unavailable `process.start`.
  static Result<ChildProcess> start(const Command& command);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  /// Kills the program when it still runs.
  ~ChildProcess();

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// The next whole line of standard output; empty when there is none within the time or ever.
  std::optional<std::string> read_line(Duration within);
  /// What it wrote to standard error so far.
  const std::string& errors();
  /// Sends a signal; false when the program has ended.
  bool signal(int number);
  /// The exit code once the program has ended, 128 + number when a signal ended it; empty while it still runs
  /// after the time. Output that was not read yet stays readable.
  std::optional<int> wait(Duration within);
  /// SIGTERM, and SIGKILL when that does not help within the time.
  int stop(Duration patience);

 private:
  ChildProcess() = default;
  void close_pipes();
  /// Takes what is in the pipes, waiting for it at most for the time.
  void pump(Duration within);
  std::optional<std::string> take_line();
  bool reap();

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string out_text_;
  std::string err_text_;
  std::optional<int> exit_code_;
};

/// Path of the program that runs: `/proc/self/exe`.
std::filesystem::path own_program();

}  // namespace callwright::cli
