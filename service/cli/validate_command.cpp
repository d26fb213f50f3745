#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/language/load.hpp"
#include "workflows/model/json.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

struct ValidateOptions {
  std::string directory;
  bool as_json = false;
};

struct Checked {
  std::filesystem::path folder;
  Loaded loaded;
};

std::size_t count_errors(const std::vector<Finding>& findings) {
  return static_cast<std::size_t>(std::ranges::count_if(findings, &Finding::is_error));
}

void print_json(const std::vector<Checked>& bundles) {
  JsonWriter out;
  out.begin_array();
  for (const auto& checked : bundles) {
    for (const auto& finding : checked.loaded.findings) out.raw(finding_json(finding));
  }
  fmt::print("{}\n", out.end_array().take());
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string totals(std::size_t errors, std::size_t warnings) {
  return counted(errors, "error", "errors") + ", " + counted(warnings, "warning", "warnings");
}

void print_finding(const Finding& finding, const Terminal& terminal) {
  const auto colour = finding.is_error ? Colour::Red : Colour::Yellow;
  fmt::print("{}\n", terminal.paint(printable(format_finding(finding)), colour));
  if (finding.source.empty()) return;
  fmt::print("  {}\n  {}\n", finding.source, terminal.paint(finding.caret, colour));
}

void print_summary(const Checked& checked, const Terminal& terminal) {
  const auto errors = count_errors(checked.loaded.findings);
  const auto warnings = checked.loaded.findings.size() - errors;
  const auto& bundle = checked.loaded.bundle;
  if (bundle == nullptr) {
    fmt::print("{}: {}\n", checked.folder.string(), terminal.paint(totals(errors, warnings), Colour::Red));
    return;
  }
  fmt::print("{}: {} ({}, {}, {}, bundle {}), {}\n", checked.folder.string(),
             terminal.paint("valid", Colour::Green),
             counted(bundle->workflows.size(), "workflow", "workflows"),
             counted(bundle->people.size(), "person", "people"),
             counted(bundle->escalations.size(), "escalation", "escalations"),
             bundle->id.text().substr(0, 12), counted(warnings, "warning", "warnings"));
}

void print_text(const std::vector<Checked>& bundles) {
  const auto terminal = Terminal::of(stdout);
  std::size_t all = 0;
  std::size_t errors = 0;
  for (const auto& checked : bundles) {
    const auto& findings = checked.loaded.findings;
    for (const auto& finding : findings) print_finding(finding, terminal);
    print_summary(checked, terminal);
    all += findings.size();
    errors += count_errors(findings);
  }
  if (bundles.size() > 1)
    fmt::print("{}: {}\n", counted(bundles.size(), "bundle", "bundles"), totals(errors, all - errors));
}

int validate(const ValidateOptions& options, const Services& services) {
  const auto folders = services.read_bundles(options.directory);
  if (!folders) {
    fmt::print(stderr, "callwright: {}\n", folders.error().detail);
    return kUnreachable;
  }
  std::vector<Checked> bundles;
  for (const auto& [folder, files] : *folders) bundles.push_back({folder, services.load(files)});
  if (options.as_json) {
    print_json(bundles);
  } else {
    print_text(bundles);
  }
  const auto is_bad = [](const Checked& checked) { return checked.loaded.bundle == nullptr; };
  return std::ranges::any_of(bundles, is_bad) ? kFindings : kOk;
}

}  // namespace

void add_validate(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "validate", "Check the workflows of a directory without running them",
                  "callwright validate ./callwright.d\n\n"
                  "Exit codes: 0 no errors (warnings are no errors), 1 errors, 2 wrong usage, 3 the "
                  "directory cannot be read.");
  auto options = std::make_shared<ValidateOptions>();
  command
      ->add_option("DIR", options->directory,
                   "Directory with the *.yaml files of one bundle, or with one sub-folder for each bundle")
      ->required();
  command->add_flag("--json", options->as_json,
                    "Print the findings as a JSON array: file, line, column, end, severity, code, message, "
                    "accepted, suggestion");
  command->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return validate(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
