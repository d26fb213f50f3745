#include "workflows/engine/scope.hpp"

#include "workflows/engine/insights.hpp"
#include "workflows/language/calendar.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

std::optional<std::string> known(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> inside(const Json& json, std::string_view path) {
  if (json.is_null()) return std::nullopt;
  const auto document = JsonDocument::of(json);
  const auto node = path.empty() ? document.root() : document.root().at_path(path);
  if (!node.exists() || node.is_null()) return std::nullopt;
  return node.display();
}

}  // namespace

std::optional<std::string> CallScope::value(std::string_view path) const {
  const auto dot = path.find('.');
  const auto root = path.substr(0, dot);
  const auto rest = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  if (root == "call") return call_value(rest);
  if (root == "caller") return rest == "number" ? known(their_number(d_.call)) : std::nullopt;
  if (root == "directory") return directory_value(rest);
  if (root == "conversation") return rest == "id" ? known(d_.call.conversation.text()) : std::nullopt;
  if (root == "event") return subject_.event == nullptr ? std::nullopt : inside(*subject_.event, rest);
  if (root == "run") return run_value(rest);
  if (root == "insights") return insight_value(d_.call.insights, rest);
  if (root == "vars") {
    const auto found = d_.call.vars.find(std::string(rest));
    return found == d_.call.vars.end() ? std::nullopt : std::optional(found->second);
  }
  if (root == "person") {
    const auto* leg = find_leg(d_.call, subject_.leg);
    return leg == nullptr ? std::nullopt : person_value(leg->person, rest);
  }
  if (root == "winner") {
    const auto* of = run();
    const auto* attempt = of == nullptr ? nullptr : find_attempt(d_.call, of->winner);
    return attempt == nullptr ? std::nullopt : person_value(attempt->person, rest);
  }
  return std::nullopt;
}

bool CallScope::is_open(std::string_view schedule) const {
  return callwright::is_open(d_.bundle, schedule, d_.now);
}

const Run* CallScope::run() const {
  if (subject_.run != 0) return find_run(d_.call, subject_.run);
  return d_.call.runs.empty() ? nullptr : &d_.call.runs.back();
}

std::optional<std::string> CallScope::call_value(std::string_view path) const {
  const auto& call = d_.call;
  if (path == "id") return known(call.id.text());
  if (path == "from") return known(call.from);
  if (path == "to") return known(call.to);
  if (path == "state") return std::string(name_of(call.state));
  if (path == "workflow") return known(call.workflow);
  if (path == "direction") return known(call.direction);
  if (path == "outcome") return known(call.outcome);
  if (path == "token") return known(call.token);
  return std::nullopt;
}

/// Whoever has the caller's number, at whichever of their phones.
std::optional<std::string> CallScope::directory_value(std::string_view path) const {
  const auto number = value("caller.number");
  if (!number) return std::nullopt;
  for (const auto& [key, person] : d_.bundle.people) {
    const auto addresses = addresses_of(person);
    if (std::ranges::find(addresses, *number, &Address::text) == addresses.end()) continue;
    if (path == "key") return key;
    return path == "name" ? std::optional(person.name) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> CallScope::run_value(std::string_view path) const {
  const auto* of = run();
  if (of == nullptr) return std::nullopt;
  if (path == "reason") return known(of->reason);
  if (path == "step") return known(spoken_names(d_, *of));
  if (path == "escalation") return known(of->escalation);
  if (path == "number") return std::to_string(of->number);
  if (path == "state") return std::string(name_of(of->state));
  if (path.starts_with("with.")) return inside(of->with, path.substr(5));
  return std::nullopt;
}

std::optional<std::string> CallScope::person_value(std::string_view key, std::string_view path) const {
  const auto* person = d_.bundle.person(key);
  if (person == nullptr) return std::nullopt;
  if (path == "name") return person->name;
  if (path == "number") return known(person->address);
  return std::nullopt;
}

std::string spoken_names(const Decision& d, const Run& run) {
  std::vector<std::string> names;
  for (const auto& attempt : d.call.attempts) {
    if (attempt.run == run.number && attempt.outcome == AttemptOutcome::Open) {
      names.push_back(d.person(attempt.person).name);
    }
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace callwright::engine
