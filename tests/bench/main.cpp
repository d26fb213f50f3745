#include "tests/bench/scenarios.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

using callwright::bench::Options;

namespace {

void declare(CLI::App& app, Options& options, bool& quick, bool& as_json) {
  app.add_option("--only", options.only, "calls | plain | rate | join | live | simulator | check")
      ->check(CLI::IsMember({"calls", "plain", "rate", "join", "live", "simulator", "check"}));
  app.add_option("--seconds", options.seconds, "of each measured stretch");
  app.add_option("--connections", options.connections, "that webhooks come over");
  app.add_option("--calls", options.calls, "that go through their whole story at once");
  app.add_option("--rate", options.rate, "of the open loop, webhooks per second");
  app.add_option("--live", options.live, "idle calls beside them in the scenario `live`");
  app.add_option("--simulated", options.simulated, "calls per second through service and simulator");
  app.add_option("--joins", options.joins, "measured in the scenario `join`");
  app.add_option("--threads", options.threads, "of the service");
  app.add_option("--folder", options.folder, "where the store is: its disk is measured too");
  app.add_option("--program", options.program, "the callwright to measure");
  app.add_flag("--quick", quick, "tiny counts: shows that the bench works, measures nothing");
  app.add_flag("--json", as_json, "one JSON object at the end instead of lines");
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app("Measures callwright serve with whole calls over real sockets");
  Options options{.program = CALLWRIGHT_PROGRAM};
  bool quick = false;
  bool as_json = false;
  declare(app, options, quick, as_json);
  CLI11_PARSE(app, count, arguments);
  if (quick) {
    options.seconds = 0.2;
    options.calls = 8;
    options.connections = 4;
    options.rate = 100;
    options.live = 50;
    options.joins = 2;
    options.simulated = 10;
    options.check_states = 200;
  }
  try {
    callwright::bench::Report report(as_json);
    callwright::bench::run(options, report);
    return report.finish() ? 0 : 1;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}
