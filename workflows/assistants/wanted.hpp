#pragma once

#include "workflows/assistants/folder.hpp"
#include "workflows/assistants/needed_tools.hpp"
#include "workflows/assistants/settings.hpp"
#include "workflows/language/bundle.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::assistants {

/// What the workflows ask of assistants.
struct Demand {
  const Bundle* bundle = nullptr;  ///< null: there are no workflows
  std::string public_url;          ///< without a slash at its end; empty: not known
};

/// An assistant as it should be: what its file sets, and the tools that its workflows need.
struct Wanted {
  Settings settings;
  std::vector<const Workflow*> workflows;  ///< those that it serves
  std::vector<NeededTool> needed;          ///< the tools that they wait for
  std::vector<std::string> generated;      ///< those of them that nobody wrote
};

/// `id` is the assistant's in the account, empty: it is still to be made. A file that lists no `tools` keeps
/// the own ones of `account`. Reports workflows that do not exist and a public URL that is missing.
Wanted wanted_of(const SettingsFile& file, const Folder& folder, std::string_view id, const Settings& account,
                 const Demand& demand, language::Findings& findings);

/// What of an account's settings a file has to say: without what is generated, and without the application
/// that Telnyx makes with each assistant.
Settings settings_for_file(Settings account, std::string_view id, const std::vector<std::string>& workflows,
                           const Demand& demand);

/// Whether Telnyx is to ask us for variables when a conversation of such a workflow begins.
bool gives_variables(const Workflow& workflow);

}  // namespace callwright::assistants
