#include "service/cli/assistants/carry_out.hpp"
#include "service/cli/assistants/plan.hpp"
#include "service/cli/assistants/show.hpp"
#include "service/cli/assistants/workspace.hpp"
#include "service/cli/exit_code.hpp"

#include <cstdio>
#include <iostream>
#include <string>

#include <fmt/core.h>
#include <unistd.h>

namespace callwright::cli::assistants {
namespace {

/// The files, whole: nothing is asked of Telnyx while one is wrong.
int read(Workspace& workspace, const Options& options) {
  if (!workspace.disk.exists())
    return complain("apply", {kUsage, "there is no directory " + options.directory + "."});
  if (const auto done = workspace.read(); !done) return complain("apply", done.error());
  if (!workspace.findings.has_errors()) return kOk;
  fmt::print("{}", findings_text(workspace.report(), Terminal::of(stdout)));
  fmt::print("Nothing was sent.\n");
  return kUsage;
}

void print_plan(const Plan& plan, const Terminal& terminal) {
  for (const auto* side : plan.creates) fmt::print("{}", drift_text(*side, terminal));
  for (const auto* side : plan.updates) fmt::print("{}", drift_text(*side, terminal));
  for (const auto* side : plan.kept) fmt::print("{}", drift_text(*side, terminal));
  for (const auto& stray : plan.deletes)
    fmt::print("{}\n", terminal.paint("delete " + printable(stray.name) + " (" + printable(stray.id) + ")",
                                      Colour::Red));
}

int refuse(const Plan& plan) {
  const auto terminal = Terminal::of(stderr);
  for (const auto* side : plan.refused) fmt::print(stderr, "{}", drift_text(*side, terminal));
  return complain(
      "apply",
      {kFindings, counted(plan.refused.size(), "file") +
                      " would overwrite what was changed in the account since the last pull or apply; "
                      "nothing was sent. `callwright assistants pull` takes those changes into the "
                      "files, `apply --force` overwrites them."});
}

/// Empty: go on.
std::optional<int> ask_first(const Options& options) {
  if (options.yes) return std::nullopt;
  if (::isatty(STDIN_FILENO) != 1)
    return complain("apply",
                    {kUsage,
                     "nobody can be asked here, so nothing was sent; say --yes to apply without a question, "
                     "--dry-run to see the requests."});
  fmt::print("Apply this? [y/N] ");
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "y" || answer == "Y" || answer == "yes") return std::nullopt;
  fmt::print("Nothing was sent.\n");
  return kFindings;
}

int carry_out(Workspace& workspace, const Options& options, const Plan& plan) {
  CarryOut work(workspace, options);
  if (options.dry_run) {
    work.print(plan);
    fmt::print("Nothing was sent: this was a dry run.\n");
    return kOk;
  }
  if (const auto stopped = ask_first(options)) return *stopped;
  if (const auto done = work.run(plan); !done) {
    fmt::print(stderr, "What is printed above was done, the rest was not; run it again to go on.\n");
    return complain("apply", done.error());
  }
  return kOk;
}

int finish(Workspace& workspace, const Options& options, const Plan& plan) {
  if (!plan.is_empty()) return carry_out(workspace, options, plan);
  fmt::print("Nothing to do: the account is as the files say.\n");
  if (!plan.lock_changes || options.dry_run) return kOk;
  const auto done = workspace.disk.write_lock(workspace.lock);
  return done ? kOk : complain("apply", {kUnreachable, done.error().detail});
}

}  // namespace

int apply(const Options& options, const Services& services) {
  Workspace workspace(options, services);
  if (const auto code = read(workspace, options); code != kOk) return code;
  if (const auto done = workspace.ask(); !done) return complain("apply", done.error());
  const auto terminal = Terminal::of(stdout);
  fmt::print("{}", findings_text(workspace.report(), terminal));
  if (options.strict && workspace.findings.count() > 0)
    return complain("apply",
                    {kFindings, "there are warnings, and --strict lets none pass; nothing was sent."});
  const auto plan = plan_apply(workspace, options);
  if (!plan) return complain("apply", plan.error());
  if (!plan->refused.empty()) return refuse(*plan);
  print_plan(*plan, terminal);
  return finish(workspace, options, *plan);
}

}  // namespace callwright::cli::assistants
