#include "workflows/language/template_place.hpp"

#include "workflows/language/reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace callwright::language {
namespace {

using NameList = std::span<const std::string_view>;

constexpr std::array<std::string_view, 8> kCallNames = {"id",       "from",      "to",      "state",
                                                        "workflow", "direction", "outcome", "token"};
constexpr std::array<std::string_view, 1> kCallerNames = {"number"};
constexpr std::array<std::string_view, 5> kRunNames = {"reason", "step", "escalation", "number", "state"};
constexpr std::array<std::string_view, 2> kPersonNames = {"name", "number"};
constexpr std::array<std::string_view, 2> kDirectoryNames = {"name", "key"};
constexpr std::string_view kWithPrefix = "with.";

/// The first word of a path, and the names that may follow. What Telnyx, a model or a workflow names can be
/// anything: there the list is empty.
struct Root {
  std::string_view name;
  unsigned bit = 0;
  NameList names = {};
};

constexpr std::array kRoots = {Root{"call", roots::kCall, kCallNames},
                               Root{"caller", roots::kCaller, kCallerNames},
                               Root{"event", roots::kEvent},
                               Root{"conversation", roots::kConversation},
                               Root{"run", roots::kRun, kRunNames},
                               Root{"person", roots::kPerson, kPersonNames},
                               Root{"winner", roots::kWinner, kPersonNames},
                               Root{"vars", roots::kVars},
                               Root{"insights", roots::kInsights},
                               Root{"directory", roots::kDirectory, kDirectoryNames},
                               Root{"lookup", roots::kLookup}};

std::vector<std::string> names_of(unsigned allowed) {
  std::vector<std::string> names;
  for (const auto& root : kRoots) {
    if ((root.bit & allowed) != 0) names.emplace_back(root.name);
  }
  return names;
}

std::vector<std::string> paths_of(const Root& root) {
  std::vector<std::string> paths;
  for (const auto name : root.names) paths.push_back(std::string(root.name) + "." + std::string(name));
  return paths;
}

/// What of a prompt's roots says nothing about the other side. Their number would.
bool is_free_of_caller_data(std::string_view path, bool calls_out) {
  const std::array<std::string_view, 3> call_paths = {"call.id", calls_out ? "call.from" : "call.to",
                                                      "call.workflow"};
  if (path.starts_with("call.")) return std::ranges::find(call_paths, path) != call_paths.end();
  if (path.starts_with("run.")) return path != "run.reason" && !path.starts_with("run.with");
  return path.starts_with("person.");
}

void refuse_unknown(const Reader& reader, const Place& at, std::string_view root) {
  const auto accepted = names_of(~0U);
  auto hint = reader.suggest(root, accepted);
  const auto end = root == "env" ? std::string("; it exists only in the service configuration")
                                 : hint.or_else("; a path begins with " + one_of(accepted));
  reader.refuse(at, "unknown_root", "no value is called " + quoted(root) + end, std::move(hint));
}

/// True when the names behind the root can be a value.
bool is_known(const Root& root, std::string_view name) {
  if (root.bit == roots::kRun && name.starts_with(kWithPrefix)) return name.size() > kWithPrefix.size();
  if (root.names.empty()) return !name.empty() || root.bit == roots::kEvent;
  return std::ranges::find(root.names, name) != root.names.end();
}

void refuse_name(const Reader& reader, const Place& at, const Root& root, std::string_view path) {
  const std::string first(root.name);
  if (root.names.empty())
    return reader.refuse(at, "unknown_path", quoted(path) + " names no value; write `" + first + ".NAME`");
  // The root is right, so only what follows tells how near a name is.
  const auto name = path.substr(std::min(path.size(), first.size() + 1));
  auto hint = reader.suggest(name, {root.names.begin(), root.names.end()});
  if (!hint.nearest.empty()) hint.nearest = first + "." + hint.nearest;
  hint.accepted = paths_of(root);
  if (root.bit == roots::kRun) hint.accepted.emplace_back("run.with.NAME");
  const auto end = hint.or_list();
  reader.refuse(at, "unknown_path", "there is no value " + quoted(path) + end, std::move(hint));
}

}  // namespace

void check_path(const Reader& reader, const Place& at, std::string_view path) {
  const auto dot = path.find('.');
  const auto first = path.substr(0, dot);
  const auto name = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  const auto root = std::ranges::find(kRoots, first, &Root::name);
  if (root == kRoots.end()) return refuse_unknown(reader, at, first);
  if (!is_known(*root, name)) return refuse_name(reader, at, *root, path);
  if (reader.place.may_be_recorded && !is_free_of_caller_data(path, reader.place.calls_out))
    return reader.refuse(at, "caller_data",
                         quoted(path) + " may not stand in " + std::string(reader.place.name) +
                             ": a voicemail may record it; " +
                             (reader.place.calls_out ? "ask for a call back instead"
                                                     : "say it in `briefing`, which only a person hears"));
  if ((root->bit & reader.place.allowed) == 0)
    return reader.refuse(at, "root_not_possible",
                         quoted(path) + " has no value in " + std::string(reader.place.name) +
                             all_of(names_of(reader.place.allowed)));
  if (root->bit == roots::kConversation && name != "id")
    reader.warn(at, "never_given",
                quoted(path) + " has no value yet: of a conversation only `conversation.id` is known");
  reader.note_use(at, path);
}

std::vector<std::string> known_paths() {
  std::vector<std::string> paths = {"conversation.id"};
  for (const auto& root : kRoots) std::ranges::copy(paths_of(root), std::back_inserter(paths));
  return paths;
}

void check_template(const Reader& reader, const Place& at, const Template& text) {
  for (const auto& part : text.parts()) {
    if (part.is_path) check_path(reader, at.only(part.text), part.text);
  }
}

}  // namespace callwright::language
