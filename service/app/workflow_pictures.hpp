#pragma once

#include "handlers/ports/workflow_library.hpp"
#include "service/app/current_bundle.hpp"

#include <map>
#include <mutex>
#include <string>

#include <boost/asio/thread_pool.hpp>

namespace callwright {

/// The current workflows, and their pictures: drawn on a thread of their own, because a layout may take
/// longer than a shard can wait, and kept as long as the bundle is the same.
class WorkflowPictures final : public WorkflowLibrary {
 public:
  explicit WorkflowPictures(const CurrentBundle& bundle) : bundle_(bundle) {}
  [[nodiscard]] BundlePtr current() const override { return bundle_.get(); }
  boost::asio::awaitable<Result<std::string>> svg(BundlePtr bundle, std::string workflow) override;
  /// Lets what is drawn be finished.
  void stop() { thread_.join(); }

 private:
  Result<std::string> draw(const Bundle& bundle, const std::string& workflow);

  const CurrentBundle& bundle_;
  std::mutex mutex_;
  BundleId drawn_of_;
  std::map<std::string, std::string> drawn_;  ///< by workflow
  boost::asio::thread_pool thread_{1};
};

}  // namespace callwright
