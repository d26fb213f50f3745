#pragma once

#include "service/cli/api_client.hpp"
#include "service/cli/child_process.hpp"
#include "service/cli/services.hpp"
#include "service/cli/temp_folder.hpp"
#include "workflows/language/bundle.hpp"
#include "workflows/model/result.hpp"

#include <memory>
#include <optional>
#include <string>

namespace callwright::cli {

/// What the demonstration runs in: `callwright simulator` and `callwright serve` as programs of their own,
/// talking HTTP on loopback, with a store and a workflow in a folder that goes away with them.
class DemoWorld {
 public:
  /// Starts both and waits until they are ready. Unavailable: what one of them said.
  static Result<std::unique_ptr<DemoWorld>> start(const Services& services);
  ~DemoWorld();

  [[nodiscard]] const Bundle& bundle() const { return *bundle_; }
  [[nodiscard]] const ApiClient& service() const { return *service_api_; }
  /// `POST /_simulator/PATH` of the simulator.
  [[nodiscard]] Result<JsonDocument> steer(const std::string& path, const Json& body) const;
  /// Takes the log that the service has written since, so that it never waits for us. False when it has
  /// ended.
  bool service_runs();
  /// Last lines of the service's log, for a failure.
  [[nodiscard]] const std::string& service_log() const { return log_; }
  void keep() { folder_.keep(); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  explicit DemoWorld(const Services& services) : services_(services) {}
  Result<void> prepare();
  Result<void> start_simulator();
  Result<void> start_service();
  Result<void> connect_simulator(unsigned short service_port);
  [[nodiscard]] std::string scenario() const;
  Result<void> wait_until_ready();

  const Services& services_;
  TempFolder folder_;
  BundlePtr bundle_;
  std::string api_token_;
  std::optional<ChildProcess> simulator_;
  std::optional<ChildProcess> service_;
  std::unique_ptr<ApiClient> simulator_api_;
  std::unique_ptr<ApiClient> service_api_;
  std::string api_base_;
  std::string public_key_;
  std::string log_;
};

}  // namespace callwright::cli
