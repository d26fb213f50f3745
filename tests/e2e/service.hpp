#pragma once

#include "tests/e2e/signer.hpp"
#include "tests/service/net/raw_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"
#include "workflows/model/json.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace callwright::tests {

using namespace std::chrono_literals;

/// Longer than anything takes on a busy machine: a test that waits for it has failed.
inline constexpr std::chrono::milliseconds kPatience = 30s;

/// One HTTP request on a connection of its own. `headers` are whole lines. Status 0: no answer.
RawReply exchange(unsigned short port, std::string_view method, std::string_view target,
                  std::string_view headers = {}, std::string_view body = {});
/// The bytes of such a request.
std::string request_text(std::string_view method, std::string_view target, std::string_view headers,
                         std::string_view body);
/// The body of a reply; `null` when it is not JSON.
JsonDocument json_of(const RawReply& reply);

/// The program under test, run in a folder with nothing in its environment but `environment`.
Process::Command callwright_command(const TempDirectory& folder, std::vector<std::string> arguments,
                                    std::map<std::string, std::string> environment = {});

/// `callwright serve` with a store of its own, which outlives every stop and kill.
class Service {
 public:
  static constexpr const char* kToken = "token-of-the-test";
  struct Options {
    std::string workflow;  ///< YAML; empty: none
    std::string api_base;
    std::string public_key;
    std::map<std::string, std::string> more = {};  ///< environment
  };
  explicit Service(Options options);

  /// Starts it and waits until it listens; throws with its output when it does not.
  void start();
  /// Starts it and waits until it has ended by itself.
  int run_to_end();
  void kill() { process_->kill(); }
  void restart();
  /// SIGTERM, and the exit code.
  std::optional<int> stop();

  [[nodiscard]] unsigned short port() const { return port_; }
  [[nodiscard]] Process& process() { return *process_; }
  [[nodiscard]] const TempDirectory& folder() const { return folder_; }
  [[nodiscard]] std::map<std::string, std::string>& environment() { return environment_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// With the API token.
  [[nodiscard]] RawReply get(const std::string& target) const;
  RawReply post_signed(const Signer& signer, const std::string& target, std::string_view body) const;
  /// The id of the call of this caller; empty when there is none.
  [[nodiscard]] std::string call_of(const std::string& caller) const;
  [[nodiscard]] JsonDocument call(const std::string& id) const;
  /// All records of a call as one text.
  [[nodiscard]] std::string records(const std::string& id) const;
  /// Asks again after each line that the service logs, until the question is answered with yes.
  bool wait_until(const std::function<bool()>& question);
  bool wait_for_state(const std::string& caller, std::string_view state);

 private:
  TempDirectory folder_;
  std::map<std::string, std::string> environment_;
  std::unique_ptr<Process> process_;
  unsigned short port_ = 0;
};

/// `callwright simulator`, steered by requests. What the API was asked is recorded at the end.
class Simulator {
 public:
  explicit Simulator(const std::string& scenario);
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;
  [[nodiscard]] const std::string& api_base() const { return api_base_; }
  [[nodiscard]] const std::string& public_key() const { return public_key_; }
  [[nodiscard]] unsigned short port() const { return port_; }
  /// `method /_simulator/path`; the answer must be 200.
  JsonDocument steer(std::string_view method, const std::string& path, std::string_view body = "{}") const;

 private:
  TempDirectory folder_;
  std::unique_ptr<Process> process_;
  std::string api_base_;
  std::string public_key_;
  unsigned short port_ = 0;
};

}  // namespace callwright::tests
