#include "service/app/command_ports.hpp"

#include "service/app/system_random.hpp"

#include <chrono>
#include <iostream>
#include <thread>

namespace callwright {
namespace {

constexpr std::size_t kInputBytesMax = 4'194'304;

}  // namespace

void let_time_pass(Duration duration) { std::this_thread::sleep_for(duration); }

Duration uptime() {
  return std::chrono::floor<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

std::string random_id() {
  return SystemRandom().uuid_v7(std::chrono::floor<Duration>(std::chrono::system_clock::now()));
}

Result<std::string> read_input() {
  std::string text;
  char part[4096];
  while (std::cin.read(part, sizeof part) || std::cin.gcount() > 0) {
    text.append(part, static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > kInputBytesMax)
      return fail(Errc::InvalidInput, "input.unreadable", "Standard input holds more than 4 MiB.");
  }
  return text;
}

}  // namespace callwright
