#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::assistants {

/// What a rule reads of what the model says: `event.arguments.NAME`.
struct NeededArgument {
  std::string name;
  bool is_number = false;    ///< a condition compares it by size
  bool is_required = false;  ///< some text has no default for it
  friend bool operator==(const NeededArgument&, const NeededArgument&) = default;
};

/// A webhook tool that the assistant must have so that rules on `tool.NAME` can run.
struct NeededTool {
  std::string name;
  std::string workflow;                   ///< the first that has such a rule
  bool escalates = false;                 ///< some rule rings people
  std::vector<NeededArgument> arguments;  ///< by name
  friend bool operator==(const NeededTool&, const NeededTool&) = default;
};

/// The tools that the rules of these workflows wait for, by name.
std::vector<NeededTool> needed_tools(const std::vector<const Workflow*>& workflows);

/// Where a tool's request has to go: the query names the call, which callwright sets when it starts the
/// assistant.
std::string tool_url(std::string_view public_url, std::string_view tool);

/// The definition of such a tool as Telnyx takes it.
Json definition_of(const NeededTool& tool, std::string_view public_url);

/// The workflows whose assistant has this id, and those that are named.
std::vector<const Workflow*> workflows_of(const Bundle& bundle, std::string_view assistant_id,
                                          const std::vector<std::string>& named);

}  // namespace callwright::assistants
