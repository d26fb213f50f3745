#include "service/cli/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace callwright::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// How long the end of a child may go unnoticed. A pipe at its end is no proof: a child may close it early.
constexpr Duration kSlice{20};

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  // Other children must not inherit them: a copy of the writing end would keep the pipe open.
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Pipe{ends[0], ends[1]};
}

std::vector<std::string> environment_of(const ChildProcess::Command& command) {
  std::vector<std::string> variables;
  for (char** own = environ; command.inherit_environment && *own != nullptr; ++own) {
    const std::string_view variable(*own);
    const std::string name(variable.substr(0, variable.find('=')));
    if (!command.environment.contains(name)) variables.emplace_back(variable);
  }
  for (const auto& [name, value] : command.environment) variables.push_back(name + "=" + value);
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

int spawn(const ChildProcess::Command& command, int out, int err, pid_t& pid) {
  std::vector<std::string> arguments = {command.program.string()};
  arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
  auto variables = environment_of(command);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  constexpr int kFirstPassed = 3;  // after out and err, which may have that number here
  if (command.listening_fd >= 0) {
    posix_spawn_file_actions_adddup2(&actions, command.listening_fd, kFirstPassed);
  }
  const int failure = ::posix_spawn(&pid, command.program.c_str(), &actions, nullptr,
                                    pointers_to(arguments).data(), pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

/// Reads what is there; closes the pipe at its end.
void read_into(int& pipe, std::string& text) {
  std::array<char, 16'384> buffer{};
  while (true) {
    const auto count = ::read(pipe, buffer.data(), buffer.size());
    if (count > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
      continue;
    }
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    ::close(pipe);
    pipe = -1;
    return;
  }
}

Duration left_until(Clock::time_point deadline) {
  return std::max(std::chrono::ceil<Duration>(deadline - Clock::now()), Duration(0));
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const Command& command) {
  const auto out = make_pipe();
  const auto err = make_pipe();
  if (!out || !err) return fail(Errc::Unavailable, "process.start", std::strerror(errno));
  ChildProcess child;
  child.out_ = out->read_end;
  child.err_ = err->read_end;
  const int failure = spawn(command, out->write_end, err->write_end, child.pid_);
  ::close(out->write_end);
  ::close(err->write_end);
  if (failure != 0) {
    child.pid_ = -1;
    return fail(Errc::Unavailable, "process.start", command.program.string() + ": " + std::strerror(failure));
  }
  return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      out_(std::exchange(other.out_, -1)),
      err_(std::exchange(other.err_, -1)),
      out_text_(std::move(other.out_text_)),
      err_text_(std::move(other.err_text_)),
      exit_code_(other.exit_code_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(out_, other.out_);
  std::swap(err_, other.err_);
  std::swap(out_text_, other.out_text_);
  std::swap(err_text_, other.err_text_);
  std::swap(exit_code_, other.exit_code_);
  return *this;
}

ChildProcess::~ChildProcess() {
  if (signal(SIGKILL)) {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  close_pipes();
}

void ChildProcess::close_pipes() {
  for (int* pipe : {&out_, &err_}) {
    if (*pipe >= 0) ::close(std::exchange(*pipe, -1));
  }
}

void ChildProcess::pump(Duration within) {
  std::array<pollfd, 2> wanted = {pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  ::poll(wanted.data(), wanted.size(), static_cast<int>(within.count()));
  if (out_ >= 0) read_into(out_, out_text_);
  if (err_ >= 0) read_into(err_, err_text_);
}

std::optional<std::string> ChildProcess::take_line() {
  const auto end = out_text_.find('\n');
  if (end == std::string::npos) return std::nullopt;
  auto line = out_text_.substr(0, end);
  out_text_.erase(0, end + 1);
  return line;
}

std::optional<std::string> ChildProcess::read_line(Duration within) {
  const auto deadline = Clock::now() + within;
  while (true) {
    if (auto line = take_line()) return line;
    const auto left = left_until(deadline);
    const bool over = out_ < 0 || left.count() == 0;
    pump(over ? Duration(0) : left);
    if (over) return take_line();
  }
}

const std::string& ChildProcess::errors() {
  pump(Duration(0));
  return err_text_;
}

bool ChildProcess::signal(int number) { return pid_ > 0 && !reap() && ::kill(pid_, number) == 0; }

bool ChildProcess::reap() {
  if (exit_code_) return true;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return false;
  exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return true;
}

std::optional<int> ChildProcess::wait(Duration within) {
  const auto deadline = Clock::now() + within;
  while (!reap()) {
    const auto left = left_until(deadline);
    if (left.count() == 0) return std::nullopt;
    pump(std::min(left, kSlice));
  }
  pump(Duration(0));
  return exit_code_;
}

int ChildProcess::stop(Duration patience) {
  signal(SIGTERM);
  if (const auto code = wait(patience)) return *code;
  signal(SIGKILL);
  return wait(std::chrono::seconds{10}).value_or(-1);
}

std::filesystem::path own_program() { return std::filesystem::read_symlink("/proc/self/exe"); }

}  // namespace callwright::cli
