#pragma once

#include "tests/e2e/receiver.hpp"
#include "tests/e2e/service.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::tests {

/// How the program ended, and what it printed.
struct Ran {
  int code = -1;
  std::string output;
  std::string errors;
  [[nodiscard]] JsonDocument json() const;  ///< `null` when the output is not JSON
};

/// `callwright WORDS…` as a process of its own, in `folder`, waited for.
Ran run_callwright(const TempDirectory& folder, std::vector<std::string> words,
                   std::map<std::string, std::string> environment = {});

/// Makes the things at the simulator that operations work on, by requests of its own.
class ApiWorkshop {
 public:
  static constexpr const char* kConnection = "1000000000000000001";
  ApiWorkshop();

  /// One request to the API; throws unless it succeeds.
  JsonDocument ask(std::string_view method, const std::string& path, const std::string& body = "{}") const;
  /// Asks again until the answer has something at `place`.
  JsonDocument ask_until(const std::string& path, std::string_view place) const;
  /// `callwright api WORDS…` with the simulator's account.
  [[nodiscard]] Ran api(std::vector<std::string> words, std::map<std::string, std::string> more = {}) const;
  [[nodiscard]] const Simulator& simulator() const { return simulator_; }
  [[nodiscard]] const TempDirectory& folder() const { return folder_; }
  /// The last request that the API got: `{method, target, operation, status, body}`.
  [[nodiscard]] JsonDocument last_request() const;

  std::string name(const std::string& kind) { return kind + "-" + std::to_string(++made_); }
  std::string number();

  std::string caller();    ///< a leg that rings here
  std::string answered();  ///< and one that was answered
  /// After that command on it.
  std::string answered_and(const std::string& action, const std::string& body = "{}");
  /// With an assistant; its conversation is `conversation_of`.
  std::string in_conversation();
  std::string conversation_of_call(const std::string& leg) const;
  struct Conference {
    std::string id, leg;
  };
  Conference conference();
  std::string queue();
  struct Queued {
    std::string queue, leg;
  };
  Queued queued();

  std::string assistant();
  struct Version {
    std::string assistant, version;  ///< not the main one
  };
  Version version();
  Version canary();
  std::string shared_tool();
  std::string tool_of(const std::string& assistant);
  std::string test_id();  ///< in the suite `orders`
  std::string scheduled_event(const std::string& assistant);
  std::string mcp_server();
  std::string conversation();
  std::string insight();
  std::string insight_group();

 private:
  Receiver receiver_{{200}};
  Simulator simulator_;
  TempDirectory folder_;
  int made_ = 0;
};

}  // namespace callwright::tests
