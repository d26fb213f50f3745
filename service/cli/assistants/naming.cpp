#include "service/cli/assistants/naming.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace callwright::cli::assistants {
namespace {

using callwright::assistants::LockEntry;
using callwright::assistants::SettingsFile;
using Entries = std::map<std::string, LockEntry, std::less<>>;

constexpr std::size_t kNameMax = 60;

std::string text_of(const SettingsFile& file, std::string_view field) {
  const auto found = file.settings.find(field);
  return found == file.settings.end() ? std::string() : JsonDocument::of(found->second).root().str();
}

/// What is named alike in files and the account.
struct Kind {
  const std::vector<SettingsFile>& files;
  Entries& entries;
  const char* field;
  const char* otherwise;
};

void name_one(const Kind& kind, const JsonNode& answer) {
  const auto id = answer["id"].str();
  const auto has_id = [&](const auto& entry) { return entry.second.id == id; };
  if (std::ranges::any_of(kind.entries, has_id)) return;
  const auto name = answer[kind.field].str();
  const auto same = std::ranges::find_if(kind.files, [&](const SettingsFile& file) {
    return !kind.entries.contains(file.name) && text_of(file, kind.field) == name;
  });
  const auto is_taken = [&](const std::string& wish) {
    return kind.entries.contains(wish) ||
           std::ranges::find(kind.files, wish, &SettingsFile::name) != kind.files.end();
  };
  const auto wish = file_name_of(name, kind.otherwise);
  auto chosen = same == kind.files.end() ? wish : same->name;
  for (int number = 2; same == kind.files.end() && is_taken(chosen); ++number)
    chosen = wish + "-" + std::to_string(number);
  kind.entries[chosen].id = id;
}

/// The shared tools that one assistant has, by their ids.
std::string tools_of(const Workspace& workspace, const std::string& assistant) {
  for (const auto& one : workspace.account_assistants) {
    const auto document = JsonDocument::of(one);
    if (document.root()["id"].str() != assistant) continue;
    return callwright::assistants::settings_of_assistant(document.root(), workspace.account_tools)
        .at("tool_ids")
        .text();
  }
  return {};
}

}  // namespace

std::string file_name_of(std::string_view name, const std::string& otherwise) {
  std::string slug;
  for (const char c : name) {
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (is_kept) {
      slug += c;
    } else if (c >= 'A' && c <= 'Z') {
      slug += static_cast<char>(c + ('a' - 'A'));
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug.resize(std::min(slug.size(), kNameMax));
  while (slug.ends_with('-')) slug.pop_back();
  return slug.empty() ? otherwise : slug;
}

void name_files(Workspace& workspace, const std::string& only) {
  const Kind tools{workspace.folder.tools, workspace.lock.tools, "display_name", "tool"};
  const Kind assistants{workspace.folder.assistants, workspace.lock.assistants, "name", "assistant"};
  const auto wanted_tools = only.empty() ? std::string() : tools_of(workspace, only);
  for (const auto& one : workspace.account_tools) {
    const auto document = JsonDocument::of(one);
    const bool is_wanted =
        only.empty() || wanted_tools.find("\"" + document.root()["id"].str() + "\"") != std::string::npos;
    if (is_wanted) name_one(tools, document.root());
  }
  for (const auto& one : workspace.account_assistants) {
    const auto document = JsonDocument::of(one);
    if (only.empty() || document.root()["id"].str() == only) name_one(assistants, document.root());
  }
}

}  // namespace callwright::cli::assistants
