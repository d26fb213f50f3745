#include "service/cli/assistants/show.hpp"
#include "service/cli/assistants/workspace.hpp"
#include "service/cli/exit_code.hpp"
#include "workflows/assistants/yaml_text.hpp"

#include <cstdio>

#include <fmt/core.h>

namespace callwright::cli::assistants {
namespace {

Json list_of(const std::vector<callwright::assistants::NeededTool>& needed, const std::string& public_url) {
  JsonWriter list;
  list.begin_array();
  for (const auto& tool : needed) list.raw(definition_of(tool, public_url));
  return list.end_array().finish();
}

}  // namespace

int print_tools(const Options& options, const Services& services) {
  Workspace workspace(options, services);
  if (const auto done = workspace.read(); !done) return complain("tools", done.error());
  const auto& demand = workspace.demand;
  if (demand.bundle == nullptr)
    return complain("tools", {kUsage, "there are no workflows; name their directory with --workflows."});
  if (demand.public_url.empty())
    return complain("tools", {kUsage,
                              "the URL of a tool names this service: give its address with --public-url, "
                              "CALLWRIGHT_PUBLIC_URL or `public_url` in callwright.yaml."});
  std::vector<const Workflow*> all;
  for (const auto& workflow : demand.bundle->workflows) all.push_back(&workflow);
  const auto list = list_of(callwright::assistants::needed_tools(all), demand.public_url);
  if (options.as_json) {
    fmt::print("{}\n", list.text());
  } else {
    fmt::print("{}", callwright::assistants::yaml_member("tools", JsonDocument::of(list).root()));
  }
  return kOk;
}

}  // namespace callwright::cli::assistants
