#include "service/cli/assistants/naming.hpp"
#include "service/cli/assistants/show.hpp"
#include "service/cli/assistants/workspace.hpp"
#include "service/cli/exit_code.hpp"
#include "workflows/assistants/edit.hpp"
#include "workflows/assistants/secrets.hpp"
#include "workflows/assistants/yaml_text.hpp"
#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli::assistants {
namespace {

using callwright::assistants::Settings;
using callwright::assistants::SettingsFile;

/// What of a side's differences the account made, and whether that overwrites what people changed in the
/// file.
struct Taken {
  std::set<std::string> fields;
  std::set<std::string> local;  ///< changed in the file
  bool is_conflict = false;
};

Taken taken_of(const Side& side, bool force) {
  Taken taken;
  for (const auto& drift : side.drifts) {
    const std::string field(drift.difference.top());
    if (force || drift.account_changed) taken.fields.insert(field);
    if (!force && drift.file_changed) taken.local.insert(field);
  }
  taken.is_conflict =
      std::ranges::any_of(taken.local, [&](const auto& field) { return taken.fields.contains(field); });
  return taken;
}

class Pull {
 public:
  Pull(Workspace& workspace, const Options& options) : workspace_(workspace), options_(options) {}

  int run() {
    name_files(workspace_, options_.assistant);
    for (const bool is_tool : {true, false}) {
      for (const auto& one : is_tool ? workspace_.account_tools : workspace_.account_assistants) {
        if (auto done = pull_one(JsonDocument::of(one).root(), is_tool); !done)
          return complain("pull", done.error());
      }
    }
    if (const auto done = workspace_.disk.write_lock(workspace_.lock); !done)
      return complain("pull", {kUnreachable, done.error().detail});
    fmt::print("{} written, {} the same\n", counted(written_, "file"), same_);
    return refused_ ? kFindings : kOk;
  }

 private:
  OrStop<void> pull_one(const JsonNode& answer, bool is_tool) {
    const auto id = answer["id"].str();
    if (!is_tool && !options_.assistant.empty() && options_.assistant != id) return {};
    const auto name = is_tool ? workspace_.lock.tool_named(id) : workspace_.lock.assistant_named(id);
    if (name.empty()) return {};
    auto& sides = is_tool ? workspace_.tools : workspace_.assistants;
    const auto side = std::ranges::find(sides, name, [](const Side& one) { return one.name(); });
    const auto path = (is_tool ? "tools/" : "") + name + ".yaml";
    return side == sides.end() ? write_new(answer, name, path, is_tool) : update(*side, answer, path);
  }

  [[nodiscard]] Settings for_file(const Side& side) const {
    if (side.is_tool) return *side.account;
    return callwright::assistants::settings_for_file(*side.account, side.id, side.file->workflows,
                                                     workspace_.demand);
  }

  OrStop<void> write_new(const JsonNode& answer, const std::string& name, const std::string& path,
                         bool is_tool) {
    const SettingsFile nothing{.name = name, .file = path};
    Side side{.file = &nothing, .is_tool = is_tool};
    workspace_.take_answer(side, answer);
    side.wanted.settings = for_file(side);
    const auto whole = callwright::assistants::json_of(side.wanted.settings);
    if (auto done = write(path, callwright::assistants::yaml_text(JsonDocument::of(whole).root())); !done)
      return done;
    for (const auto& header : callwright::assistants::secrets_in_clear(JsonDocument::of(whole).root()))
      fmt::print(stderr,
                 "{}: the header {} holds its value for everybody who reads this file; make it an "
                 "integration secret "
                 "of Telnyx before you share it\n",
                 printable(path), printable(header));
    side.wanted.settings = *side.account;
    workspace_.remember(side);
    return {};
  }

  /// Takes what the account changed; what only the file changed stays for `apply`.
  OrStop<void> update(Side& side, const JsonNode& answer, const std::string& path) {
    workspace_.take_answer(side, answer);
    workspace_.compare(side);
    const auto taken = taken_of(side, options_.force);
    if (taken.is_conflict) {
      refuse(side);
      return {};
    }
    if (!taken.local.empty())
      fmt::print("{}: your changes stay; `callwright assistants apply` sends them\n",
                 printable(side.file->file));
    if (auto done = write_fields(side, taken.fields, path); !done) return done;
    remember(side, taken);
    return {};
  }

  void refuse(const Side& side) {
    refused_ = true;
    fmt::print(stderr, "{}", drift_text(side, Terminal::of(stderr)));
    fmt::print(stderr,
               "{} is left as it is: it was changed here and in the account. `pull --force` takes the "
               "account's, `apply "
               "--force` sends yours.\n",
               printable(side.file->file));
    if (workspace_.entry(side)->seen.empty()) workspace_.forget(side);
  }

  /// The file says what the account says from now on, but for what was changed in it.
  void remember(Side& side, const Taken& taken) {
    for (const auto& field : taken.fields) {
      const auto value = side.account->find(field);
      if (value == side.account->end()) {
        side.wanted.settings.erase(field);
      } else {
        side.wanted.settings.insert_or_assign(field, value->second);
      }
    }
    workspace_.remember_without(side, taken.local);
  }

  OrStop<void> write_fields(const Side& side, const std::set<std::string>& fields, const std::string& path) {
    if (fields.empty()) ++same_;
    const auto account = for_file(side);
    Settings changes;
    for (const auto& field : fields) {
      const auto value = account.find(field);
      const auto now = value == account.end() ? Json() : value->second;
      const auto included = side.file->included.find(field);
      if (included == side.file->included.end() || now.is_null()) {
        changes.insert_or_assign(field, now);
      } else if (auto done = write(included->second, JsonDocument::of(now).root().str() + "\n"); !done) {
        return done;
      }
    }
    return changes.empty() ? OrStop<void>() : write_changes(side, changes, path);
  }

  OrStop<void> write_changes(const Side& side, const Settings& changes, const std::string& path) {
    const auto text = workspace_.disk.text(path);
    if (!text) return std::unexpected(Stop{kUnreachable, text.error().detail});
    auto all = side.file->settings;
    if (const auto* workflows = side.file->written.get("workflows"); workflows != nullptr)
      all.insert_or_assign("workflows", language::json_texts(side.file->workflows));
    for (const auto& [field, value] : changes) all.insert_or_assign(field, value);
    return write(path, callwright::assistants::edited(*text, side.file->written, changes, all));
  }

  OrStop<void> write(const std::string& path, const std::string& text) {
    const auto done = workspace_.disk.write(path, text);
    if (!done) return std::unexpected(Stop{kUnreachable, done.error().detail});
    fmt::print("wrote {}\n", printable(workspace_.disk.shown(path)));
    ++written_;
    return {};
  }

  Workspace& workspace_;
  const Options& options_;
  bool refused_ = false;
  std::size_t written_ = 0;
  std::size_t same_ = 0;
};

}  // namespace

int pull(const Options& options, const Services& services) {
  Workspace workspace(options, services);
  if (const auto done = workspace.read(); !done) return complain("pull", done.error());
  const auto found = workspace.report();
  const auto is_wrong = [](const Finding& one) { return one.is_error && one.code != "public_url_missing"; };
  if (std::ranges::any_of(found, is_wrong)) {
    fmt::print("{}", findings_text(found, Terminal::of(stdout)));
    return kUsage;
  }
  if (const auto done = workspace.ask(); !done) return complain("pull", done.error());
  const auto is_asked = [&](const Json& one) {
    return JsonDocument::of(one).root()["id"].str() == options.assistant;
  };
  if (!options.assistant.empty() && std::ranges::none_of(workspace.account_assistants, is_asked))
    return complain("pull", {kFindings, "the account has no assistant " + options.assistant + "."});
  return Pull(workspace, options).run();
}

}  // namespace callwright::cli::assistants
