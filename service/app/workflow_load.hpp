#pragma once

#include "service/app/config.hpp"
#include "workflows/language/load.hpp"

#include <string>
#include <vector>

namespace callwright {

/// The workflows of the configured directory as they are now.
struct ConfiguredWorkflows {
  BundlePtr bundle;                   ///< null: there are none, or they cannot be run
  bool is_empty = false;              ///< there is no workflow file
  std::vector<Finding> findings;      ///< errors where there is no bundle, else warnings
  std::vector<std::string> problems;  ///< what else keeps them from being run, one sentence each
};

ConfiguredWorkflows load_configured_workflows(const Config& config);

}  // namespace callwright
