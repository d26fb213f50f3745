#include "service/cli/assistants/plan.hpp"

#include "service/cli/assistants/show.hpp"
#include "service/cli/exit_code.hpp"

#include <algorithm>

namespace callwright::cli::assistants {
namespace {

using callwright::assistants::Drift;
using callwright::assistants::Settings;

std::string text_at(const Settings& settings, std::string_view field) {
  const auto found = settings.find(field);
  return found == settings.end() ? std::string() : JsonDocument::of(found->second).root().str();
}

/// Those of the account with this name that no file has.
std::vector<Json> unnamed(const Workspace& workspace, const Side& side) {
  const auto* field = side.is_tool ? "display_name" : "name";
  const auto& all = side.is_tool ? workspace.account_tools : workspace.account_assistants;
  const auto name = text_at(side.wanted.settings, field);
  std::vector<Json> found;
  for (const auto& one : all) {
    const auto document = JsonDocument::of(one);
    const auto id = document.root()["id"].str();
    const bool is_known =
        !(side.is_tool ? workspace.lock.tool_named(id) : workspace.lock.assistant_named(id)).empty();
    if (!is_known && document.root()[field].str() == name) found.push_back(one);
  }
  return found;
}

/// What a creation can say now: what refers to something that is still to be made comes later.
Settings said_at_creation(const Workspace& workspace, const Side& side) {
  return with_names(with_ids(side.wanted.settings, workspace.ids()), workspace.ids());
}

Stop not_adopted(const Side& side, const std::string& id) {
  return {
      kFindings,
      "the account has " + id + " with the name of " + side.file->file +
          " already, and it says something else. `apply --adopt` makes it what the file says, `callwright "
          "assistants pull --force` takes what it says into the file; to have a second one, give it "
          "another name."};
}

/// Takes the account's one of the same name for the file's, where there is one.
OrStop<void> adopt(Workspace& workspace, Side& side, bool any_content) {
  const auto found = unnamed(workspace, side);
  if (found.empty()) return {};
  if (found.size() > 1)
    return std::unexpected(
        Stop{kFindings, "the account has several with the name of " + side.file->file +
                            "; give them names that tell them apart, or delete what is too much."});
  const auto document = JsonDocument::of(found.front());
  auto known = side;
  workspace.take_answer(known, document.root());
  const auto said = said_at_creation(workspace, known);
  if (!any_content && !callwright::assistants::differences(said, *known.account).empty())
    return std::unexpected(not_adopted(side, known.id));
  workspace.remember(known);
  workspace.compare(known);
  side = std::move(known);
  return {};
}

bool is_overwriting(const Side& side) {
  return std::ranges::any_of(side.drifts,
                             [](const Drift& drift) { return drift.account_changed && !drift.stays(); });
}

bool sends_something(const Side& side) {
  return !update_for(side.drifts, side.wanted.settings, *side.account).empty();
}

OrStop<void> plan_side(Workspace& workspace, Side& side, const Options& options, Plan& plan) {
  if (side.is_new()) {
    if (auto done = adopt(workspace, side, options.adopt); !done) return done;
    plan.lock_changes = plan.lock_changes || !side.is_new();
  }
  if (side.is_new()) {
    plan.creates.push_back(&side);
  } else if (!options.force && is_overwriting(side)) {
    plan.refused.push_back(&side);
  } else if (sends_something(side)) {
    plan.updates.push_back(&side);
  } else if (const auto* entry = workspace.entry(side); entry != nullptr) {
    if (!side.drifts.empty()) plan.kept.push_back(&side);
    const auto before = *entry;
    workspace.remember(side);
    plan.lock_changes = plan.lock_changes || before != *workspace.entry(side);
  }
  return {};
}

}  // namespace

OrStop<Plan> plan_apply(Workspace& workspace, const Options& options) {
  Plan plan;
  for (auto* sides : {&workspace.tools, &workspace.assistants}) {
    for (auto& side : *sides) {
      if (auto done = plan_side(workspace, side, options, plan); !done) return std::unexpected(done.error());
    }
  }
  if (options.prune) plan.deletes = strays(workspace);
  return plan;
}

std::vector<Stray> strays(const Workspace& workspace) {
  std::vector<Stray> found;
  for (const auto& one : workspace.account_assistants) {
    const auto document = JsonDocument::of(one);
    const auto id = document.root()["id"].str();
    const auto name = workspace.lock.assistant_named(id);
    if (workspace.folder.assistant(name) == nullptr) found.push_back({id, document.root()["name"].str()});
  }
  return found;
}

}  // namespace callwright::cli::assistants
