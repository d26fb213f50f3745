#include "service/cli/assistants/workspace.hpp"

#include "service/cli/exit_code.hpp"
#include "workflows/assistants/advice.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace callwright::cli::assistants {
namespace {

using callwright::assistants::Ids;
using callwright::assistants::LockEntry;
using callwright::assistants::Settings;
using callwright::assistants::Wanted;

std::unexpected<Stop> stop(int exit_code, std::string sentence) {
  return std::unexpected(Stop{exit_code, std::move(sentence)});
}

/// Of what is on disk, or the configuration.
std::unexpected<Stop> stop(const Error& error) {
  return stop(error.code == "assistants.unreadable" ? kUnreachable : kUsage, error.detail);
}

template <class Entries>
void add_names(const std::vector<callwright::assistants::SettingsFile>& files, const Entries& entries,
               std::map<std::string, std::string, std::less<>>& ids) {
  for (const auto& [name, entry] : entries) ids.emplace(name, entry.id);
  for (const auto& file : files) ids.try_emplace(file.name);
}

/// The digests of a field and what is in it, as they were.
void keep_old(callwright::assistants::Digests& now, const callwright::assistants::Digests& before,
              const std::string& field) {
  const auto is_of_field = [&](const auto& entry) {
    return entry.first == field || entry.first.starts_with(field + ".");
  };
  std::erase_if(now, is_of_field);
  std::ranges::copy_if(before, std::inserter(now, now.end()), is_of_field);
}

const Json* with_id(const std::vector<Json>& all, const std::string& id) {
  const auto found = std::ranges::find_if(
      all, [&](const Json& one) { return JsonDocument::of(one).root()["id"].str() == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

OrStop<void> Workspace::read() {
  if (auto done = read_files(); !done) return done;
  if (auto done = read_workflows(); !done) return done;
  for (auto& side : assistants) side.wanted = wanted_of(side, findings);
  for (auto& side : tools) side.wanted.settings = side.file->settings;
  return {};
}

OrStop<void> Workspace::read_files() {
  auto found_assistants = disk.assistants();
  if (!found_assistants) return stop(found_assistants.error());
  auto found_tools = disk.tools();
  if (!found_tools) return stop(found_tools.error());
  auto found_lock = disk.lock();
  if (!found_lock) return stop(found_lock.error());
  assistant_files_ = std::move(*found_assistants);
  tool_files_ = std::move(*found_tools);
  lock = std::move(*found_lock);
  const auto text_of = [this](const std::string& path) { return disk.text(path); };
  folder = callwright::assistants::read_folder(assistant_files_, tool_files_, text_of, findings);
  for (const auto& file : folder.tools) {
    const auto known = lock.tools.find(file.name);
    tools.push_back(
        {.file = &file, .is_tool = true, .id = known == lock.tools.end() ? "" : known->second.id});
  }
  for (const auto& file : folder.assistants) {
    const auto known = lock.assistants.find(file.name);
    assistants.push_back({.file = &file, .id = known == lock.assistants.end() ? "" : known->second.id});
  }
  return {};
}

OrStop<void> Workspace::read_workflows() {
  const auto settings = services_.settings();
  if (!settings) return stop(settings.error());
  demand.public_url = options_.public_url.empty() ? settings->public_url : options_.public_url;
  while (demand.public_url.ends_with('/')) demand.public_url.pop_back();
  std::error_code ignored;
  if (options_.workflows.empty() && !std::filesystem::exists(settings->workflows, ignored)) return {};
  const auto directory = options_.workflows.empty() ? settings->workflows : options_.workflows;
  const auto folders = services_.read_bundles(directory);
  if (!folders) return stop(kUnreachable, folders.error().detail);
  if (folders->size() > 1)
    return stop(kUsage, directory + " holds several bundles; name the directory of one with --workflows.");
  auto loaded = services_.load(folders->front().files);
  if (loaded.bundle == nullptr)
    return stop(kUsage, "the workflows of " + directory + " cannot be run: `callwright validate " +
                            directory + "` says why.");
  bundle_ = loaded.bundle;
  demand.bundle = bundle_.get();
  return {};
}

Wanted Workspace::wanted_of(const Side& side, language::Findings& into) const {
  return callwright::assistants::wanted_of(*side.file, folder, side.id, side.account.value_or(Settings()),
                                           demand, into);
}

OrStop<void> Workspace::ask() {
  auto all_assistants = account.assistants();
  if (!all_assistants) return std::unexpected(all_assistants.error());
  auto all_tools = account.tools();
  if (!all_tools) return std::unexpected(all_tools.error());
  account_assistants = std::move(*all_assistants);
  account_tools = std::move(*all_tools);
  for (auto& side : tools) {
    if (auto done = find(side, account_tools); !done) return done;
  }
  for (auto& side : assistants) {
    if (auto done = find(side, account_assistants); !done) return done;
  }
  for (auto& side : tools) compare(side);
  for (auto& side : assistants) {
    compare(side);
    auto settings = side.account.value_or(Settings());
    for (const auto& [field, value] : update_for(side.drifts, side.wanted.settings, settings))
      settings.insert_or_assign(field, value);
    if (side.is_new()) settings = side.wanted.settings;
    advise(*side.file, folder, settings, side.wanted, demand, findings);
  }
  return {};
}

OrStop<void> Workspace::find(Side& side, const std::vector<Json>& all) {
  if (side.id.empty()) return {};
  const auto* found = with_id(all, side.id);
  if (found == nullptr) {
    return stop(kFindings,
                disk.shown(disk.lock_file()) + " says that " + side.file->file + " is " + side.id +
                    ", which this account does not have. Is it the lock of another account (--account "
                    "NAME names one)? If it was deleted, take its line out to have it made anew.");
  }
  take_answer(side, JsonDocument::of(*found).root());
  return {};
}

void Workspace::take_answer(Side& side, const JsonNode& answer) {
  side.id = answer["id"].str();
  side.version = answer["version_id"].str();
  auto settings = side.is_tool ? callwright::assistants::settings_of_tool(answer)
                               : callwright::assistants::settings_of_assistant(answer, account_tools);
  side.account = with_names(std::move(settings), ids());
}

void Workspace::compare(Side& side) {
  language::Findings said_already;
  if (!side.is_tool) side.wanted = wanted_of(side, said_already);
  side.wanted.settings = with_names(std::move(side.wanted.settings), ids());
  side.drifts.clear();
  const auto* known = entry(side);
  if (known != nullptr && known->seen.empty()) known = nullptr;  // only its id is known
  if (side.account) side.drifts = drift(side.wanted.settings, *side.account, known);
}

void Workspace::remember(const Side& side) {
  auto& entries = side.is_tool ? lock.tools : lock.assistants;
  entries.insert_or_assign(side.name(), callwright::assistants::remembered(
                                            side.id, side.version, side.wanted.settings, *side.account));
}

void Workspace::remember_without(const Side& side, const std::set<std::string>& fields) {
  const auto* known = entry(side);
  const auto before = known == nullptr ? LockEntry() : *known;
  remember(side);
  auto& now = *entry(side);
  for (const auto& field : fields) {
    keep_old(now.seen, before.seen, field);
    keep_old(now.written, before.written, field);
  }
}

void Workspace::forget(const Side& side) { (side.is_tool ? lock.tools : lock.assistants).erase(side.name()); }

Ids Workspace::ids() const {
  Ids ids;
  add_names(folder.assistants, lock.assistants, ids.assistants);
  add_names(folder.tools, lock.tools, ids.tools);
  return ids;
}

LockEntry* Workspace::entry(const Side& side) {
  auto& entries = side.is_tool ? lock.tools : lock.assistants;
  const auto found = entries.find(side.name());
  return found == entries.end() ? nullptr : &found->second;
}

std::vector<SourceFile> Workspace::sources() const {
  auto all = assistant_files_;
  all.insert(all.end(), tool_files_.begin(), tool_files_.end());
  return all;
}

}  // namespace callwright::cli::assistants
