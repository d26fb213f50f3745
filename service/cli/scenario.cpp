#include "service/cli/scenario.hpp"

#include "service/cli/exit_code.hpp"
#include "service/cli/test_report.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

namespace fs = std::filesystem;

Result<std::vector<SourceFile>> files_of(const ScenarioRequest& request, const Services& services) {
  auto scenario = services.read_file(request.file);
  if (!scenario) return std::unexpected(scenario.error());
  std::vector<SourceFile> files;
  if (!request.workflows.empty()) {
    auto folders = services.read_bundles(request.workflows);
    if (!folders) return std::unexpected(folders.error());
    if (folders->size() > 1)
      return fail(Errc::InvalidInput, "simulate.bundle",
                  request.workflows + " holds several bundles; name the folder of one.");
    files = std::move(folders->front().files);
  }
  std::error_code ignored;
  std::erase_if(files,
                [&](const SourceFile& file) { return fs::equivalent(file.name, request.file, ignored); });
  files.push_back(std::move(*scenario));
  return files;
}

void print_findings(const Loaded& loaded, bool only_errors, const Terminal& terminal) {
  for (const auto& finding : loaded.findings) {
    if (only_errors && !finding.is_error) continue;
    fmt::print(
        stderr, "{}\n",
        terminal.paint(printable(format_finding(finding)), finding.is_error ? Colour::Red : Colour::Yellow));
  }
}

/// Lives one test and shows it. True: everything was as expected.
bool show(const ScenarioRequest& request, const Loaded& loaded, const TestCase& test,
          const Services& services) {
  const auto terminal = Terminal::of(stdout);
  const TestedCase tested{&test, services.run_test({.bundle = loaded.bundle,
                                                    .test = &test,
                                                    .seed = request.seed,
                                                    .with_faults = request.with_faults,
                                                    .tells_story = true})};
  const auto& result = tested.result;
  fmt::print("{}  {}\n", terminal.paint(printable(test.name), Colour::Bold), format_time(result.began));
  fmt::print("{}", request.trace ? result.story : timelines(result, *loaded.bundle, terminal));
  fmt::print("  {} {}\n{}",
             result.passed() ? terminal.paint("✓", Colour::Green) : terminal.paint("✗", Colour::Red),
             result.passed() ? "everything is as expected" : "not as expected:", failures(tested, terminal));
  return result.passed();
}

}  // namespace

int live_scenario(const ScenarioRequest& request, const Services& services) {
  const auto files = files_of(request, services);
  if (!files) {
    fmt::print(stderr, "callwright: {}\n", files.error().detail);
    return kUnreachable;
  }
  const auto loaded = services.load(*files);
  if (loaded.bundle == nullptr) {
    print_findings(loaded, true, Terminal::of(stderr));
    return kFindings;
  }
  const auto& file = files->back().name;
  std::size_t shown = 0;
  bool passed = true;
  for (const auto& test : loaded.tests) {
    if (test.file != file || !test.name.contains(request.test)) continue;
    passed = show(request, loaded, test, services) && passed;
    ++shown;
  }
  if (shown > 0) return passed ? kOk : kFindings;
  fmt::print(
      stderr, "callwright: {} has no test{}.\n", file,
      request.test.empty() ? "; write a section `tests`" : " with \"" + request.test + "\" in its name");
  return kFindings;
}

}  // namespace callwright::cli
