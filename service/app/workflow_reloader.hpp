#pragma once

#include "handlers/ports/workflow_reload.hpp"
#include "service/app/config.hpp"
#include "service/app/current_bundle.hpp"
#include "service/app/shards.hpp"
#include "service/observe/log.hpp"

#include <expected>
#include <string>

#include <boost/asio/thread_pool.hpp>

namespace callwright {

/// Reads the workflow directory again while the service runs. One reload after the other, on a thread of its
/// own: reading and checking may take longer than a shard can wait.
class WorkflowReloader final : public WorkflowReload {
 public:
  WorkflowReloader(const Config& config, Shards& shards, CurrentBundle& bundle, Log& log)
      : config_(config), shards_(shards), bundle_(bundle), log_(log) {}
  boost::asio::awaitable<std::expected<Reloaded, ReloadRefused>> reload(std::string by) override;
  /// The same for whoever does not wait; what became of it is in the log.
  void reload_soon(std::string by);
  /// Lets a reload under way finish; none begins afterwards.
  void stop();

 private:
  std::expected<Reloaded, ReloadRefused> reload_now(const std::string& by);
  std::expected<Reloaded, ReloadRefused> use(BundlePtr bundle);

  const Config& config_;
  Shards& shards_;
  CurrentBundle& bundle_;
  Log& log_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace callwright
