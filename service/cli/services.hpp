#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/language/load.hpp"
#include "workflows/model/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace callwright::cli {

/// `callwright serve` as it was asked for. What a flag did not set is for the environment and the file.
struct ServeRequest {
  std::string config_file;                   ///< empty: callwright.yaml where there is one
  std::map<std::string, std::string> flags;  ///< of the configuration, by their names without dashes
  bool print_config = false;
};

struct SimulatorRequest {
  unsigned short port = 0;  ///< 0: one that is free
  std::string webhook_url;
  std::string failover_url;
  std::string scenario_file;
};

/// One simulated world, as `callwright simulate` was asked for it.
struct WorldRequest {
  std::uint64_t seed = 1;
  std::string strikes;                 ///< `all`: what the seed says; `none`; or `crash.3,webhook_lost.17`
  std::optional<std::size_t> callers;  ///< at most so many; empty: as the seed says
  bool tells_story = false;            ///< also when every guarantee held
};

struct WorldResult {
  std::vector<std::string> broken;  ///< guarantees that did not hold, each with its time; empty: all held
  std::size_t callers = 0;
  std::size_t strikes = 0;       ///< how often something went wrong
  std::string story;             ///< line by line; see WorldRequest::tells_story
  std::string shortest_options;  ///< of the shortest script found that breaks the same guarantee
  std::string shortest_story;
};

/// The YAML files of one workflow directory.
struct BundleFolder {
  std::filesystem::path folder;
  std::vector<SourceFile> files;
};

/// What the commands need of the process around them; `main` gives it. So the commands know neither sockets
/// nor stores, and a test gives its own.
struct Services {
  std::function<int(const ServeRequest&)> serve;         ///< returns when the service has stopped
  std::function<int(const SimulatorRequest&)> simulate;  ///< the same for the simulator
  /// One HTTP exchange, waited for. Errors as HttpClient's.
  std::function<Result<HttpResponse>(HttpRequest)> exchange;
  /// One bundle, or one of each sub-folder where the directory itself holds no YAML file.
  /// InvalidInput `workflows.unreadable`.
  std::function<Result<std::vector<BundleFolder>>(const std::filesystem::path&)> read_bundles;
  /// Loads the files of one bundle, with the time zones and the time of this system.
  std::function<Loaded(const std::vector<SourceFile>&)> load;
  /// Lives one world. InvalidInput `simulate.strikes` for a list that cannot be read.
  std::function<Result<WorldResult>(const WorldRequest&)> live_world;
};

}  // namespace callwright::cli
