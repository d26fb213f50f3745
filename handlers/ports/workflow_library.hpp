#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/model/result.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// The workflows that new calls begin with.
class WorkflowLibrary {
 public:
  virtual ~WorkflowLibrary() = default;
  /// Null: the service runs without workflows.
  [[nodiscard]] virtual BundlePtr current() const = 0;
  /// The SVG of a workflow that is in `current()`. InvalidInput `graph.layout`.
  virtual boost::asio::awaitable<Result<std::string>> svg(BundlePtr bundle, std::string workflow) = 0;
};

}  // namespace callwright
