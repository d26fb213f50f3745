#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/telnyx.hpp"
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

/// One test of a bundle, as `callwright test` and `callwright simulate FILE` run it.
struct TestRequest {
  BundlePtr bundle;
  const TestCase* test = nullptr;
  std::uint64_t seed = 1;    ///< of ids, delays and faults
  bool with_faults = false;  ///< beside those of the test, whatever may go wrong in a world
  bool tells_story = false;  ///< also when everything was as expected
};

/// What is not as it was expected.
struct TestFailure {
  int line = 0;      ///< of the file
  Duration at{0};    ///< since the test began; less than 0: at its end
  std::string what;  ///< `outcomes.chloe`; `script`: a line could not be done
  std::string expected;
  std::string found;
};

struct TestedCall {
  std::string id, from, to;
  std::vector<std::string> records;  ///< JSON, as the API gives them
};

struct TestResult {
  std::vector<TestFailure> failures;
  std::vector<std::string> broken;  ///< guarantees that did not hold, each with its time
  TimePoint began{};
  Duration lasted{0};  ///< in virtual time, until the last call was closed
  std::size_t calls = 0;
  std::vector<TestedCall> told;  ///< when something failed or it was asked for
  std::string story;             ///< the same, line by line with every request, answer and webhook
  [[nodiscard]] bool passed() const { return failures.empty() && broken.empty(); }
};

/// The YAML files of one workflow directory.
struct BundleFolder {
  std::filesystem::path folder;
  std::vector<SourceFile> files;
};

/// What `callwright serve` would be configured with here, as far as other commands need it.
struct ProcessSettings {
  std::string public_url;    ///< without a slash at its end; empty: not known
  std::string workflows;     ///< a directory, which need not exist
  std::string assistant_id;  ///< TELNYX_ASSISTANT_ID; may be empty
  std::string sms_from;      ///< the setting sms.from; may be empty
};

/// What the commands need of the process around them; `main` gives it. So the commands know neither sockets
/// nor stores, and a test gives its own.
struct Services {
  std::function<int(const ServeRequest&)> serve;         ///< returns when the service has stopped
  std::function<int(const SimulatorRequest&)> simulate;  ///< the same for the simulator
  /// One HTTP exchange, waited for. Errors as HttpClient's.
  std::function<Result<HttpResponse>(HttpRequest)> exchange;
  /// One request to Telnyx with the account of this process, waited for. Refused `telnyx.account`, unsent: no
  /// usable key; the detail says every reason.
  std::function<ApiOutcome(const ApiCall&)> telnyx;
  /// InvalidInput `config.unreadable`, `config.wrong`: the detail says every reason.
  std::function<Result<ProcessSettings>()> settings;
  /// The same request as it would be sent, with a word in place of the key; nothing is sent and no key is
  /// needed. InvalidInput `telnyx.account`, `telnyx.operation`, `telnyx.path_parameter`.
  std::function<Result<HttpRequest>(const ApiCall&)> telnyx_request;
  /// Lets time pass, for what is tried again.
  std::function<void(Duration)> wait;
  /// Time since some moment in the past; never goes back.
  std::function<Duration()> uptime;
  /// A random UUID as text, another one each time.
  std::function<std::string()> random_id;
  /// All of standard input. InvalidInput `input.unreadable`.
  std::function<Result<std::string>()> read_input;
  /// One bundle, or one of each sub-folder where the directory itself holds no YAML file.
  /// InvalidInput `workflows.unreadable`.
  std::function<Result<std::vector<BundleFolder>>(const std::filesystem::path&)> read_bundles;
  /// One file of workflows or tests. InvalidInput `workflows.unreadable`.
  std::function<Result<SourceFile>(const std::filesystem::path&)> read_file;
  /// Runs one test in virtual time.
  std::function<TestResult(const TestRequest&)> run_test;
  /// Loads the files of one bundle, with the time zones and the time of this system.
  std::function<Loaded(const std::vector<SourceFile>&)> load;
  /// The picture of a graph in Graphviz's language. InvalidInput `graph.layout`.
  std::function<Result<std::string>(const std::string& dot)> draw_svg;
  /// Lives one world. InvalidInput `simulate.strikes` for a list that cannot be read.
  std::function<Result<WorldResult>(const WorldRequest&)> live_world;
};

}  // namespace callwright::cli
