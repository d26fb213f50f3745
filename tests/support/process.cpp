#include "tests/support/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace callwright::tests {
namespace process {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const std::string& what) { throw std::runtime_error("cannot " + what); }

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) give_up("make a pipe");
  return ends;
}

std::vector<std::string> environment_of(const Process::Command& command) {
  std::vector<std::string> variables;
  const auto add = [&](std::string name, std::string_view value) {
    variables.push_back(name.append("=").append(value));
  };
  for (const auto& [name, value] : command.environment) add(name, value);
  for (const char* name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && !command.environment.contains(name)) add(name, value);
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Becomes the program. Runs between fork and exec: nothing here may allocate or lock.
[[noreturn]] void become(const char* folder, int out, int err, char* const* arguments,
                         char* const* variables) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  if (::chdir(folder) == 0) ::execve(arguments[0], arguments, variables);
  ::_exit(127);
}

pid_t spawn(const Process::Command& command, int out, int err) {
  std::vector<std::string> arguments = {command.program};
  arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
  auto variables = environment_of(command);
  const auto argument_pointers = pointers_to(arguments);
  const auto variable_pointers = pointers_to(variables);
  const auto pid = ::fork();
  if (pid < 0) give_up("fork");
  if (pid == 0) become(command.folder.c_str(), out, err, argument_pointers.data(), variable_pointers.data());
  ::setpgid(pid, pid);  // here too: a signal to the group may come before the child has run
  return pid;
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

}  // namespace
}  // namespace process

Process::Process(const Command& command) {
  const auto out = process::make_pipe();
  const auto err = process::make_pipe();
  pid_ = process::spawn(command, out[1], err[1]);
  ::close(out[1]);
  ::close(err[1]);
  pid_fd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  end_fd_ = ::eventfd(0, EFD_CLOEXEC);
  collector_ = std::thread([this, out, err] { collect(out[0], err[0]); });
}

Process::~Process() {
  kill();
  ::eventfd_write(end_fd_, 1);
  collector_.join();
  ::close(pid_fd_);
  ::close(end_fd_);
}

void Process::collect(int out, int err) {
  std::array<pollfd, 3> wanted = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}, pollfd{end_fd_, POLLIN, 0}};
  std::array<char, 16'384> bytes{};
  std::string partial;
  while (wanted[0].fd >= 0 || wanted[1].fd >= 0) {
    ::poll(wanted.data(), wanted.size(), -1);
    bool came = false;
    for (const std::size_t i : {0U, 1U}) {
      if (wanted[i].fd < 0 || wanted[i].revents == 0) continue;
      const auto count = ::read(wanted[i].fd, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        wanted[i].fd = -1;  // poll leaves it out
        continue;
      }
      take(i == 0, partial, bytes.data(), static_cast<std::size_t>(count));
      came = true;
    }
    if (!came && wanted[2].revents != 0) break;
  }
  ::close(out);
  ::close(err);
  const std::lock_guard lock(mutex_);
  collected_ = true;
  more_.notify_all();
}

void Process::take(bool from_out, std::string& partial, const char* bytes, std::size_t count) {
  const std::lock_guard lock(mutex_);
  if (!from_out) {
    errors_.append(bytes, count);
    return;
  }
  partial.append(bytes, count);
  for (auto end = partial.find('\n'); end != std::string::npos; end = partial.find('\n')) {
    lines_.push_back(partial.substr(0, end));
    partial.erase(0, end + 1);
  }
  more_.notify_all();
}

std::optional<std::string> Process::wait_for_line(const std::function<bool(const std::string&)>& fits,
                                                  Milliseconds within) {
  const auto deadline = process::Clock::now() + within;
  std::unique_lock lock(mutex_);
  for (std::size_t next = 0;; ++next) {
    if (!more_.wait_until(lock, deadline, [&] { return next < lines_.size(); })) return std::nullopt;
    if (fits(lines_[next])) return lines_[next];
  }
}

void Process::wait_for_activity(Milliseconds at_most) {
  std::unique_lock lock(mutex_);
  const auto before = lines_.size();
  more_.wait_for(lock, at_most, [&] { return lines_.size() > before; });
}

void Process::signal(int number) const {
  if (!exit_code_) ::kill(-pid_, number);
}

void Process::kill() {
  signal(SIGKILL);
  wait(std::chrono::seconds{30});
}

std::optional<int> Process::wait(Milliseconds within) {
  if (exit_code_) return exit_code_;
  const auto deadline = process::Clock::now() + within;
  pollfd ended{pid_fd_, POLLIN, 0};
  while (::poll(&ended, 1, process::milliseconds_until(deadline)) < 0 && errno == EINTR) {
  }
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  std::unique_lock lock(mutex_);  // what it wrote last may still be in the pipes
  more_.wait_for(lock, std::chrono::seconds{5}, [&] { return collected_; });
  return exit_code_;
}

std::string Process::output() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  for (const auto& line : lines_) text += line + "\n";
  return text;
}

std::string Process::errors() const {
  const std::lock_guard lock(mutex_);
  return errors_;
}

}  // namespace callwright::tests
