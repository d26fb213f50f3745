#pragma once

#include "workflows/language/load.hpp"

#include <expected>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// What a reload came to. Calls under way keep the bundle that they began with.
struct Reloaded {
  std::string bundle;    ///< that new calls begin with now
  std::string previous;  ///< the same where nothing had changed
  std::vector<Finding> warnings;
};

/// Why nothing was changed.
struct ReloadRefused {
  bool may_work_later = false;  ///< the workflows are right, but could not be stored
  std::string code;
  std::string detail;
  std::vector<Finding> findings;  ///< of workflows that cannot be run
};

/// Reads the workflow directory again.
class WorkflowReload {
 public:
  virtual ~WorkflowReload() = default;
  /// All or nothing. `by`: who asked for it, for the log.
  virtual boost::asio::awaitable<std::expected<Reloaded, ReloadRefused>> reload(std::string by) = 0;
};

}  // namespace callwright
