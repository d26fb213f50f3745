#include "workflows/assistants/references.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::assistants {
namespace {

using language::Node;
using language::Reader;

/// What refers to other files: `tool_ids` and the targets of `handoff`.
class References {
 public:
  References(const Folder& folder, const Reader& reader) : reader_(reader) {
    for (const auto& assistant : folder.assistants) assistants_.push_back(assistant.name);
    for (const auto& tool : folder.tools) tools_.push_back(tool.name);
  }

  void check(const SettingsFile& file) const {
    if (const auto* ids = file.written.get("tool_ids"); ids != nullptr) {
      for (const auto& id : ids->items) resolve(id, tools_, "shared tool", "tools/");
    }
    if (const auto* handoff = file.written.get("handoff"); handoff != nullptr) check_targets(*handoff);
    const auto* tools = file.written.get("tools");
    if (tools == nullptr) return;
    for (const auto& tool : tools->items) {
      if (const auto* handoff = tool.get("handoff"); handoff != nullptr) check_targets(*handoff);
    }
  }

 private:
  void check_targets(const Node& handoff) const {
    const auto* targets = handoff.get("ai_assistants");
    if (targets == nullptr) return;
    for (const auto& target : targets->items) {
      if (const auto* id = target.get("id"); id != nullptr) resolve(*id, assistants_, "assistant", "");
    }
  }

  void resolve(const Node& node, const std::vector<std::string>& names, std::string_view what,
               const std::string& folder) const {
    const bool is_id = node.text.size() >= 32 && node.text.find('-') != std::string::npos;
    if (!node.is_scalar() || is_id || std::ranges::find(names, node.text) != names.end()) return;
    auto hint = reader_.suggest(node.text, names);
    const auto otherwise = "; write the file " + folder + node.text + ".yaml, or give the id";
    auto message =
        "there is no " + std::string(what) + " " + language::quoted(node.text) + hint.or_else(otherwise);
    reader_.error(node.place, "unresolved_name", std::move(message), std::move(hint));
  }

  const Reader& reader_;
  std::vector<std::string> assistants_;
  std::vector<std::string> tools_;
};

}  // namespace

void check_references(const Folder& folder, const Reader& reader) {
  const References references(folder, reader);
  for (const auto& file : folder.assistants) references.check(file);
  for (const auto& file : folder.tools) references.check(file);
}

}  // namespace callwright::assistants
