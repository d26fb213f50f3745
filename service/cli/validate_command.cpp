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

void write_finding(JsonWriter& out, const Finding& finding) {
  out.begin_object()
      .member("severity", finding.is_error ? "error" : "warning")
      .member("file", finding.file)
      .member("line", finding.line)
      .member("column", finding.column)
      .member("code", finding.code)
      .member("message", finding.message)
      .end_object();
}

void print_json(const std::vector<Checked>& bundles) {
  JsonWriter out;
  out.begin_array();
  for (const auto& checked : bundles) {
    out.begin_object().member("folder", checked.folder.string());
    out.member("valid", checked.loaded.bundle != nullptr).key("bundle");
    if (checked.loaded.bundle != nullptr) {
      out.string(checked.loaded.bundle->id.text());
    } else {
      out.null();
    }
    out.key("findings").begin_array();
    for (const auto& finding : checked.loaded.findings) write_finding(out, finding);
    out.end_array().end_object();
  }
  fmt::print("{}\n", out.end_array().take());
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

void print_summary(const Checked& checked, const Terminal& terminal) {
  const auto errors = count_errors(checked.loaded.findings);
  const auto warnings = counted(checked.loaded.findings.size() - errors, "warning", "warnings");
  const auto& bundle = checked.loaded.bundle;
  if (bundle == nullptr) {
    const auto verdict = counted(errors, "error", "errors") + ", " + warnings;
    fmt::print("{}: {}\n", checked.folder.string(), terminal.paint(verdict, Colour::Red));
    return;
  }
  fmt::print("{}: {} ({}, {}, {}, bundle {}), {}\n", checked.folder.string(),
             terminal.paint("valid", Colour::Green),
             counted(bundle->workflows.size(), "workflow", "workflows"),
             counted(bundle->people.size(), "person", "people"),
             counted(bundle->escalations.size(), "escalation", "escalations"),
             bundle->id.text().substr(0, 12), warnings);
}

void print_text(const std::vector<Checked>& bundles) {
  const auto terminal = Terminal::of(stdout);
  for (const auto& checked : bundles) {
    for (const auto& finding : checked.loaded.findings) {
      fmt::print("{}\n",
                 terminal.paint(format_finding(finding), finding.is_error ? Colour::Red : Colour::Yellow));
    }
    print_summary(checked, terminal);
  }
}

int validate(const ValidateOptions& options, const Services& services) {
  const auto folders = services.read_bundles(options.directory);
  if (!folders) {
    fmt::print(stderr, "callwright: {}\n", folders.error().detail);
    return kUsage;
  }
  std::vector<Checked> bundles;
  for (const auto& [folder, files] : *folders) bundles.push_back({folder, load_bundle(files)});
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
  auto* command = add_command(app, "validate", "Check the workflows of a directory without running them",
                              "callwright validate ./callwright.d");
  auto options = std::make_shared<ValidateOptions>();
  command
      ->add_option("DIR", options->directory,
                   "Directory with the *.yaml files of one bundle, or with one sub-folder for each bundle")
      ->required();
  command->add_flag("--json", options->as_json,
                    "Print the findings as a JSON array with one entry per bundle");
  command->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return validate(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
