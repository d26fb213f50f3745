#pragma once

#include "service/cli/assistants/account.hpp"
#include "service/cli/assistants/disk.hpp"
#include "service/cli/assistants/options.hpp"
#include "service/cli/assistants/stop.hpp"
#include "service/cli/services.hpp"
#include "workflows/assistants/drift.hpp"
#include "workflows/assistants/folder.hpp"
#include "workflows/assistants/wanted.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace callwright::cli::assistants {

/// One file and what the account has of it.
struct Side {
  const callwright::assistants::SettingsFile* file = nullptr;
  bool is_tool = false;
  std::string id;       ///< empty: no assistant is known for it
  std::string version;  ///< of the assistant
  std::optional<callwright::assistants::Settings>
      account;  ///< names instead of ids; empty: it is still to be made
  callwright::assistants::Wanted wanted;
  std::vector<callwright::assistants::Drift> drifts;

  [[nodiscard]] const std::string& name() const { return file->name; }
  [[nodiscard]] bool is_new() const { return !account.has_value(); }
};

/// Files, lock, workflows and the account, looked at together. It is neither copied nor moved: the parts
/// point into each other.
class Workspace {
 public:
  Workspace(const Options& options, const Services& services)
      : disk(options.directory, options.account), account(services), options_(options), services_(services) {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// Files, lock and workflows; what is wrong with them is in `findings`.
  OrStop<void> read();
  /// What the account has. `sides` are then complete, and `findings` has the advice.
  OrStop<void> ask();
  /// A side looked at again after the account or the lock changed.
  void compare(Side& side);
  /// The side of an assistant with this answer of Telnyx, or of a shared tool.
  void take_answer(Side& side, const JsonNode& answer);
  /// What to remember when both sides are the same.
  void remember(const Side& side);
  /// The same, but of these fields what was remembered before.
  void remember_without(const Side& side, const std::set<std::string>& fields);
  void forget(const Side& side);

  /// Every name that files have, and the ids that are known.
  [[nodiscard]] callwright::assistants::Ids ids() const;
  /// Null: nothing is remembered.
  [[nodiscard]] callwright::assistants::LockEntry* entry(const Side& side);
  [[nodiscard]] std::vector<SourceFile> sources() const;
  [[nodiscard]] std::vector<Finding> report() const { return findings.sorted(sources()); }

  Disk disk;
  Account account;
  callwright::assistants::Folder folder;
  callwright::assistants::Lock lock;
  callwright::assistants::Demand demand;
  language::Findings findings;
  std::vector<Side> tools;
  std::vector<Side> assistants;
  std::vector<Json> account_assistants;
  std::vector<Json> account_tools;

 private:
  OrStop<void> read_files();
  OrStop<void> read_workflows();
  OrStop<void> find(Side& side, const std::vector<Json>& all);
  [[nodiscard]] callwright::assistants::Wanted wanted_of(const Side& side, language::Findings& into) const;

  const Options& options_;
  const Services& services_;
  std::vector<SourceFile> assistant_files_;
  std::vector<SourceFile> tool_files_;
  BundlePtr bundle_;
};

}  // namespace callwright::cli::assistants
