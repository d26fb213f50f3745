#pragma once

#include <string>

namespace callwright::cli {
struct Services;
}

namespace callwright::cli::assistants {

/// One `callwright assistants …` as it was asked for.
struct Options {
  std::string directory = "assistants";
  std::string account;     ///< which lock file: `assistants.NAME.lock.json`; empty: `assistants.lock.json`
  std::string workflows;   ///< directory; empty: the configured one, where there is one
  std::string public_url;  ///< empty: the configured one
  std::string assistant;   ///< of `pull`: only this id
  std::string version_name;
  bool as_json = false;
  bool force = false;
  bool adopt = false;
  bool yes = false;
  bool dry_run = false;
  bool prune = false;
  bool strict = false;
};

// One function for each command; they return its exit code.
int pull(const Options& options, const Services& services);
int diff(const Options& options, const Services& services);
int apply(const Options& options, const Services& services);
int print_tools(const Options& options, const Services& services);

}  // namespace callwright::cli::assistants
