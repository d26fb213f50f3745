#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/scenario.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/model/json.hpp"

#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

struct SimulateOptions {
  ScenarioRequest scenario;
  WorldRequest world{.seed = 1, .strikes = "all", .callers = std::nullopt};
  std::int64_t worlds = 1;
  bool trace = false;
  bool as_json = false;
};

struct Failure {
  std::uint64_t seed = 0;
  WorldResult result;
};

struct Totals {
  std::int64_t worlds = 0;
  std::int64_t callers = 0;
  std::int64_t strikes = 0;
  std::vector<Failure> failures;
};

void print_json(const Totals& totals) {
  JsonWriter out;
  out.begin_object().member("worlds", totals.worlds).member("callers", totals.callers);
  out.member("strikes", totals.strikes).key("broken").begin_array();
  for (const auto& [seed, result] : totals.failures) {
    out.begin_object().member("seed", static_cast<std::int64_t>(seed)).key("guarantees").begin_array();
    for (const auto& broken : result.broken) out.string(broken);
    out.end_array().member("shortest", "callwright simulate " + result.shortest_options).end_object();
  }
  fmt::print("{}\n", out.end_array().end_object().take());
}

void print_failure(const Failure& failure, bool trace, const Terminal& terminal) {
  for (const auto& broken : failure.result.broken)
    fmt::print("{} seed {}: {}\n", terminal.paint("broken", Colour::Red), failure.seed, printable(broken));
  fmt::print("  the whole story: callwright simulate --seed {} --trace\n", failure.seed);
  fmt::print("  the shortest:    callwright simulate {}\n", failure.result.shortest_options);
  if (!trace) fmt::print("{}", failure.result.shortest_story);
}

void print_totals(const Totals& totals, const Terminal& terminal) {
  fmt::print("{}: {} {}, {} callers, {} things went wrong, {} broken\n",
             totals.failures.empty() ? terminal.paint("held", Colour::Green)
                                     : terminal.paint("not held", Colour::Red),
             totals.worlds, totals.worlds == 1 ? "world" : "worlds", totals.callers, totals.strikes,
             totals.failures.size());
}

int live_worlds(const SimulateOptions& options, const Services& services) {
  const auto terminal = Terminal::of(stdout);
  Totals totals;
  auto world = options.world;
  world.tells_story = options.trace;
  for (; totals.worlds < options.worlds; ++world.seed) {
    auto result = services.live_world(world);
    if (!result) {
      fmt::print(stderr, "callwright simulate: {} [{}]\n", result.error().detail, result.error().code);
      return kUsage;
    }
    ++totals.worlds;
    totals.callers += static_cast<std::int64_t>(result->callers);
    totals.strikes += static_cast<std::int64_t>(result->strikes);
    if (options.trace && !options.as_json) fmt::print("{}", result->story);
    if (result->broken.empty()) continue;
    totals.failures.push_back({world.seed, std::move(*result)});
    if (!options.as_json) print_failure(totals.failures.back(), options.trace, terminal);
  }
  if (options.as_json) {
    print_json(totals);
  } else {
    print_totals(totals, terminal);
  }
  return totals.failures.empty() ? kOk : kFindings;
}

void add_scenario_options(CLI::App& command, ScenarioRequest& scenario) {
  auto* file = command.add_option("FILE", scenario.file, "Workflows with tests, or tests beside --workflows");
  command.add_option("--workflows", scenario.workflows, "Directory of the workflows that FILE tests")
      ->needs(file);
  command.add_option("--test", scenario.test, "Only tests with this text in their name")->needs(file);
  command
      .add_flag("--faults", scenario.with_faults,
                "Whatever may go wrong in a world goes wrong, drawn by --seed")
      ->needs(file);
}

int simulate(const SimulateOptions& options, const Services& services) {
  if (options.scenario.file.empty()) return live_worlds(options, services);
  auto scenario = options.scenario;
  scenario.seed = options.world.seed;
  scenario.trace = options.trace;
  return live_scenario(scenario, services);
}

}  // namespace

void add_simulate(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(
      app, "simulate",
      "Live a test of a workflow, or a world in which everything goes wrong, in virtual time",
      "callwright simulate clinic.yaml --test \"nobody is there\"\n"
      "  callwright simulate --seed 7 --trace\n\n"
      "With FILE: its tests, each as a timeline. Without: a world of our own workflows, callers, people,\n"
      "Telnyx, a network that loses things, a disk that fails, a process that dies. It is the real service,\n"
      "and the same options give the same story, byte for byte. When a guarantee is broken, the shortest\n"
      "script that breaks it is printed as options of this command.\n"
      "Exit codes: 0 every guarantee held, 1 one was broken, 2 wrong usage.");
  auto options = std::make_shared<SimulateOptions>();
  add_scenario_options(*command, options->scenario);
  command->add_option("--seed", options->world.seed,
                      "The world, or the first of them; of a test, its ids and delays (default 1)");
  auto* file = command->get_option("FILE");
  command->add_option("--worlds", options->worlds, "How many, one after the other (default 1)")
      ->check(CLI::PositiveNumber)
      ->excludes(file);
  command
      ->add_option("--strikes", options->world.strikes,
                   "What goes wrong and nothing else: a list as printed for a broken guarantee, or none")
      ->excludes(file);
  command->add_option("--callers", options->world.callers, "At most so many callers")->excludes(file);
  command->add_flag("--trace", options->trace, "Print what happens, line by line");
  command->add_flag("--json", options->as_json, "Print totals and what was broken as a JSON object")
      ->excludes(file);
  command->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return simulate(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
