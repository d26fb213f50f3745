#include "tests/bench/server.hpp"

#include "workflows/model/json.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace callwright::bench {
namespace {

using std::chrono::steady_clock;

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// Of the line that the service writes when it listens; 0 when there is none yet.
unsigned short listening_port(const std::string& log) {
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const auto document = JsonDocument::parse(line);
    if (document && document->root()["event"].str() == "listening") {
      return static_cast<unsigned short>(document->root()["port"].integer().value_or(0));
    }
  }
  return 0;
}

tests::Process::Command command_of(const ServerOptions& options, const tests::TempDirectory& folder) {
  return {.program = "/bin/sh",
          .arguments = {"-c", "exec '" + options.program + "' serve >log 2>errors"},
          .environment = {{"TELNYX_API_KEY", options.api_key},
                          {"TELNYX_PUBLIC_KEY", options.public_key},
                          {"TELNYX_API_BASE", options.api_base},
                          {"TELNYX_CONNECTION_ID", "1684641123236054244"},
                          {"SSL_CERT_FILE", folder.file("api.pem")},
                          {"PORT", "0"},
                          {"CALLWRIGHT_THREADS", std::to_string(options.threads)},
                          {"CALLWRIGHT_LOG", "json"},
                          {"CALLWRIGHT_STORE", "sqlite:" + folder.file("calls.db")},
                          {"CALLWRIGHT_WORKFLOWS", folder.file("workflows")}},
          .folder = folder.file("")};
}

}  // namespace

Server::Server(const ServerOptions& options)
    : folder_(options.folder.empty() ? tests::TempDirectory() : tests::TempDirectory::in(options.folder)) {
  std::filesystem::create_directory(folder_.file("workflows"));
  std::ofstream(folder_.file("workflows/bench.yaml")) << options.workflow;
  std::ofstream(folder_.file("api.pem")) << options.certificate;
  process_ = std::make_unique<tests::Process>(command_of(options, folder_));
  const auto deadline = steady_clock::now() + std::chrono::seconds(60);
  while (port_ == 0 && steady_clock::now() < deadline && !process_->wait(std::chrono::milliseconds(20))) {
    port_ = listening_port(log());
  }
  if (port_ == 0) throw std::runtime_error("it does not listen:\n" + log() + text_of(folder_.file("errors")));
}

std::string Server::log() const { return text_of(folder_.file("log")); }

Usage usage_of(pid_t process) {
  Usage usage;
  const std::filesystem::path folder = "/proc/" + std::to_string(process);
  for (const auto& thread : std::filesystem::directory_iterator(folder / "task")) {
    std::string name;
    std::getline(std::ifstream(thread.path() / "comm") >> std::ws, name);
    std::int64_t nanoseconds = 0;
    std::ifstream(thread.path() / "schedstat") >> nanoseconds;
    usage.by_thread[name] += std::chrono::nanoseconds(nanoseconds);
    usage.cpu += std::chrono::nanoseconds(nanoseconds);
  }
  std::size_t all = 0;
  std::size_t resident = 0;
  std::ifstream(folder / "statm") >> all >> resident;
  usage.memory_bytes = resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return usage;
}

std::chrono::nanoseconds disk_sync_time(const std::string& folder) {
  const auto directory = folder.empty() ? tests::TempDirectory() : tests::TempDirectory::in(folder);
  const int file = ::open(directory.file("sync").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const std::array<char, 4096> page{};
  std::vector<std::chrono::nanoseconds> times;
  for (int i = 0; i < 101 && file >= 0; ++i) {
    const auto begin = steady_clock::now();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) break;
    times.push_back(steady_clock::now() - begin);
  }
  ::close(file);
  if (times.empty()) return {};
  std::ranges::sort(times);
  return times[times.size() / 2];
}

}  // namespace callwright::bench
