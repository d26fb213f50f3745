#include "tests/support/program.hpp"

#include <csignal>
#include <stdexcept>
#include <utility>

namespace callwright::tests {
namespace {

cli::ChildProcess start_program(std::vector<std::string> arguments, Environment environment,
                                int listening_fd) {
  environment.emplace("PATH", "/usr/bin:/bin");
  if (listening_fd >= 0) environment["LISTEN_FDS"] = "1";
  auto child = cli::ChildProcess::start({.program = CALLWRIGHT_BINARY,
                                         .arguments = std::move(arguments),
                                         .environment = std::move(environment),
                                         .inherit_environment = false,
                                         .listening_fd = listening_fd});
  if (!child) throw std::runtime_error(child.error().detail);
  return std::move(*child);
}

}  // namespace

Program::Program(std::vector<std::string> arguments, Environment environment, int listening_fd)
    : child_(start_program(std::move(arguments), std::move(environment), listening_fd)) {}

std::optional<std::string> Program::line_where(const std::function<bool(const std::string&)>& wanted) {
  while (auto line = child_.read_line(kPatience)) {
    if (wanted(*line)) return line;
  }
  return std::nullopt;
}

std::optional<std::string> Program::line_with(const std::string& part) {
  return line_where([&](const std::string& line) { return line.contains(part); });
}

int Program::wait() { return child_.wait(kPatience).value_or(-1); }

void Program::kill() {
  child_.signal(SIGKILL);
  wait();
}

std::string Program::output() {
  std::string text;
  while (const auto line = child_.read_line(kPatience)) text += *line + "\n";
  return text;
}

Finished run_program(std::vector<std::string> arguments, Environment environment) {
  Program program(std::move(arguments), std::move(environment));
  const int code = program.wait();
  auto output = program.output();
  return {code, std::move(output), program.errors()};
}

}  // namespace callwright::tests
