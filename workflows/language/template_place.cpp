#include "workflows/language/template_place.hpp"

#include "workflows/language/reader.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace callwright::language {
namespace {

struct RootName {
  std::string_view name;
  unsigned bit;
};

constexpr std::array kRoots = {
    RootName{"call", roots::kCall},        RootName{"caller", roots::kCaller},
    RootName{"event", roots::kEvent},      RootName{"conversation", roots::kConversation},
    RootName{"run", roots::kRun},          RootName{"person", roots::kPerson},
    RootName{"winner", roots::kWinner},    RootName{"vars", roots::kVars},
    RootName{"insights", roots::kInsights}};

std::vector<std::string> names_of(unsigned allowed) {
  std::vector<std::string> names;
  for (const auto& root : kRoots) {
    if ((root.bit & allowed) != 0) names.emplace_back(root.name);
  }
  return names;
}

/// What of a prompt's roots says nothing about the caller. `call.from` would.
bool is_free_of_caller_data(std::string_view path) {
  constexpr std::array<std::string_view, 3> kCallPaths = {"call.id", "call.to", "call.workflow"};
  if (path.starts_with("call.")) return std::ranges::find(kCallPaths, path) != kCallPaths.end();
  if (path.starts_with("run.")) return path != "run.reason" && !path.starts_with("run.with");
  return path.starts_with("person.");
}

void refuse_unknown(const Reader& reader, const Place& at, std::string_view root) {
  const auto accepted = names_of(~0U);
  std::string hint = reader.suggest(root, accepted);
  if (root == "env") hint = "; it exists only in the service configuration";
  if (hint.empty()) hint = "; a path begins with " + one_of(accepted);
  reader.refuse(at, "unknown_root", "no value is called " + quoted(root) + hint);
}

}  // namespace

void check_path(const Reader& reader, const Place& at, std::string_view path) {
  const auto root = path.substr(0, path.find('.'));
  const auto known = std::ranges::find(kRoots, root, &RootName::name);
  if (known == kRoots.end()) {
    refuse_unknown(reader, at, root);
  } else if (reader.place.may_be_recorded && !is_free_of_caller_data(path)) {
    reader.refuse(at, "caller_data",
                  quoted(path) + " may not stand in " + std::string(reader.place.name) +
                      ": a voicemail may record it; say it in `briefing`, which only a person hears");
  } else if ((known->bit & reader.place.allowed) == 0) {
    reader.refuse(at, "root_not_possible",
                  quoted(path) + " has no value in " + std::string(reader.place.name) + "; there are " +
                      one_of(names_of(reader.place.allowed)));
  }
}

void check_template(const Reader& reader, const Place& at, const Template& text) {
  for (const auto& part : text.parts()) {
    if (part.is_path) check_path(reader, at, part.text);
  }
}

}  // namespace callwright::language
