#include "service/cli/assistants/plan.hpp"
#include "service/cli/assistants/show.hpp"
#include "service/cli/assistants/workspace.hpp"
#include "service/cli/exit_code.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/core.h>

namespace callwright::cli::assistants {
namespace {

bool differs(const Side& side) { return side.is_new() || !side.drifts.empty(); }

std::string text_of(const Stray& stray) { return stray.name + " (" + stray.id + ")"; }

void print_json(const Workspace& workspace) {
  JsonWriter out;
  out.begin_object().key("files").begin_array();
  for (const auto& side : workspace.tools) out.raw(side_json(side));
  for (const auto& side : workspace.assistants) out.raw(side_json(side));
  out.end_array().key("without_file").begin_array();
  for (const auto& stray : strays(workspace)) out.string(text_of(stray));
  out.end_array().key("findings").begin_array();
  for (const auto& finding : workspace.report()) out.raw(finding_json(finding));
  fmt::print("{}\n", out.end_array().end_object().take());
}

void print_text(const Workspace& workspace) {
  const auto terminal = Terminal::of(stdout);
  std::size_t different = 0;
  for (const auto* sides : {&workspace.tools, &workspace.assistants}) {
    for (const auto& side : *sides) {
      fmt::print("{}", drift_text(side, terminal));
      different += differs(side) ? 1 : 0;
    }
  }
  fmt::print("{}", findings_text(workspace.report(), terminal));
  for (const auto& stray : strays(workspace)) fmt::print("{} has no file\n", printable(text_of(stray)));
  const auto all = workspace.tools.size() + workspace.assistants.size();
  fmt::print("{}, {}\n", counted(all, "file"),
             different == 0 ? std::string("no difference") : fmt::format("{} with differences", different));
}

}  // namespace

int diff(const Options& options, const Services& services) {
  Workspace workspace(options, services);
  if (!workspace.disk.exists())
    return complain("diff", {kUsage, "there is no directory " + options.directory +
                                         "; `callwright assistants pull` makes one from the account."});
  if (const auto done = workspace.read(); !done) return complain("diff", done.error());
  if (workspace.findings.has_errors()) {
    if (options.as_json)
      print_json(workspace);
    else
      fmt::print("{}", findings_text(workspace.report(), Terminal::of(stdout)));
    return kUsage;
  }
  if (const auto done = workspace.ask(); !done) return complain("diff", done.error());
  if (options.as_json)
    print_json(workspace);
  else
    print_text(workspace);
  const bool is_same =
      std::ranges::none_of(workspace.assistants, differs) && std::ranges::none_of(workspace.tools, differs);
  const bool is_warned = options.strict && workspace.findings.count() > 0;
  return is_same && !is_warned ? kOk : kFindings;
}

}  // namespace callwright::cli::assistants
