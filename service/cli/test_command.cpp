#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/test_report.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

struct TestOptions {
  std::string directory;
  std::string filter;
  std::string junit_file;
  std::uint64_t seed = 1;
  bool as_json = false;
};

/// Of all bundles.
struct TestTotals {
  std::size_t tests = 0;
  std::size_t failed = 0;
  std::size_t calls = 0;
  std::size_t not_loaded = 0;
};

void print_case(const TestedCase& tested, const Bundle& bundle, const Terminal& terminal) {
  const bool passed = tested.result.passed();
  fmt::print("  {} {}  {}\n", passed ? terminal.paint("✓", Colour::Green) : terminal.paint("✗", Colour::Red),
             printable(tested.test->name), terminal.paint(virtual_time(tested.result.lasted), Colour::Dim));
  if (passed) return;
  fmt::print("{}{}", failures(tested, terminal), timelines(tested.result, bundle, terminal));
}

void print_bundle(const TestedBundle& bundle, const Terminal& terminal) {
  if (bundle.loaded.bundle == nullptr) {
    for (const auto& finding : bundle.loaded.findings) fmt::print("{}\n", printable(format_finding(finding)));
    fmt::print("{}: {}\n", bundle.folder, terminal.paint("does not load", Colour::Red));
    return;
  }
  if (bundle.cases.empty()) return;
  fmt::print("{}\n", terminal.paint(bundle.folder, Colour::Bold));
  for (const auto& tested : bundle.cases) print_case(tested, *bundle.loaded.bundle, terminal);
}

void print_totals(const TestTotals& totals, double seconds, const Terminal& terminal) {
  const auto verdict = totals.failed + totals.not_loaded == 0
                           ? terminal.paint("passed", Colour::Green)
                           : terminal.paint(fmt::format("{} failed", totals.failed), Colour::Red);
  const auto per_second = seconds > 0 ? static_cast<double>(totals.calls) / seconds : 0.0;
  fmt::print("{} {}: {}; {} calls in {:.0f} ms, {:.0f} calls per second\n", totals.tests,
             totals.tests == 1 ? "test" : "tests", verdict, totals.calls, seconds * 1000.0, per_second);
  if (totals.not_loaded > 0) fmt::print("{} not loaded\n", totals.not_loaded);
}

/// Runs the chosen tests, as many at once as the machine has cores. Each keeps its place in the list.
void run_all(std::vector<TestedCase>& cases, const BundlePtr& bundle, const TestOptions& options,
             const Services& services) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (auto at = next++; at < cases.size(); at = next++)
      cases[at].result = services.run_test({bundle, cases[at].test, options.seed});
  };
  const auto helpers = std::min<std::size_t>(std::thread::hardware_concurrency(), cases.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(work);
  work();
}

TestedBundle run_bundle(const BundleFolder& folder, const TestOptions& options, const Services& services) {
  TestedBundle tested{.folder = folder.folder.string(), .loaded = services.load(folder.files), .cases = {}};
  if (tested.loaded.bundle == nullptr) return tested;
  for (const auto& test : tested.loaded.tests) {
    if (test.name.contains(options.filter)) tested.cases.push_back({&test, {}});
  }
  run_all(tested.cases, tested.loaded.bundle, options, services);
  return tested;
}

void add(TestTotals& totals, const TestedBundle& bundle) {
  totals.not_loaded += bundle.loaded.bundle == nullptr ? 1 : 0;
  for (const auto& tested : bundle.cases) {
    ++totals.tests;
    totals.failed += tested.result.passed() ? 0 : 1;
    totals.calls += tested.result.calls;
  }
}

bool write_junit(const std::string& file, const std::vector<TestedBundle>& bundles) {
  if (file.empty()) return true;
  std::ofstream out(file, std::ios::binary);
  out << junit(bundles);
  if (out.flush()) return true;
  fmt::print(stderr, "callwright: {} cannot be written; check the folder and who may write there.\n", file);
  return false;
}

int test(const TestOptions& options, const Services& services) {
  const auto folders = services.read_bundles(options.directory);
  if (!folders) {
    fmt::print(stderr, "callwright: {}\n", folders.error().detail);
    return kUnreachable;
  }
  const auto terminal = Terminal::of(stdout);
  const auto began = std::chrono::steady_clock::now();
  std::vector<TestedBundle> bundles;
  bundles.reserve(folders->size());
  TestTotals totals;
  for (const auto& folder : *folders) {
    bundles.push_back(run_bundle(folder, options, services));
    add(totals, bundles.back());
    if (!options.as_json) print_bundle(bundles.back(), terminal);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  if (options.as_json) {
    fmt::print("{}\n", test_json(bundles));
  } else {
    print_totals(totals, took.count(), terminal);
  }
  if (!write_junit(options.junit_file, bundles)) return kUnreachable;
  if (totals.tests == 0 && totals.not_loaded == 0) {
    fmt::print(stderr, "callwright: no test {}.\n",
               options.filter.empty() ? "stands there; write a section `tests`"
                                      : "has \"" + printable(options.filter) + "\" in its name");
    return kFindings;
  }
  return totals.failed + totals.not_loaded == 0 ? kOk : kFindings;
}

}  // namespace

void add_test(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(
      app, "test", "Run the tests of workflows in virtual time",
      "callwright test ./callwright.d --junit results.xml\n\n"
      "The section `tests` of the workflows: calls, people and faults, lived in virtual time by the same\n"
      "engine and runtime as the service's, with a model of Telnyx. Nothing is sent anywhere. Beside what a\n"
      "test expects, every guarantee of the service is checked.\n"
      "Exit codes: 0 all passed, 1 one failed, there is none, or a bundle does not load, 2 wrong usage,\n"
      "3 the directory cannot be read.");
  auto options = std::make_shared<TestOptions>();
  command
      ->add_option("DIR", options->directory,
                   "Directory with the *.yaml files of one bundle, or with one sub-folder for each bundle")
      ->required();
  command->add_option("--filter", options->filter, "Only tests with this text in their name");
  command->add_option("--junit", options->junit_file, "Write the results as JUnit XML to this file, too");
  command->add_option("--seed", options->seed, "Of ids, delays and the order of webhooks (default 1)");
  command->add_flag("--json", options->as_json, "Print the results as a JSON object");
  command->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return test(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
