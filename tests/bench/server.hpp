#pragma once

#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include <sys/types.h>

namespace callwright::bench {

/// What the program has used since its start.
struct Usage {
  std::chrono::nanoseconds cpu{0};
  std::map<std::string, std::chrono::nanoseconds> by_thread;  ///< by name; threads of one name together
  std::size_t memory_bytes = 0;                               ///< resident
};

/// What a process that runs here has used.
Usage usage_of(pid_t process);

struct ServerOptions {
  std::string program;
  std::string folder;  ///< where the store is; its disk counts
  std::string workflow;
  std::string api_base;
  std::string public_key;
  std::string certificate;  ///< of the API, PEM
  std::string api_key = "KEY_BENCH";
  int threads = 2;
};

/// `callwright serve` as an operator runs it, with a store on disk and its log in a file. It ends with the
/// object.
class Server {
 public:
  /// Returns when it listens; throws with its log when it does not start.
  explicit Server(const ServerOptions& options);
  [[nodiscard]] unsigned short port() const { return port_; }
  [[nodiscard]] Usage usage() const { return usage_of(process_->pid()); }
  [[nodiscard]] std::string log() const;

 private:
  tests::TempDirectory folder_;
  std::unique_ptr<tests::Process> process_;
  unsigned short port_ = 0;
};

/// Median time of an fdatasync of 4 KiB appended to a file of that folder.
std::chrono::nanoseconds disk_sync_time(const std::string& folder);

}  // namespace callwright::bench
