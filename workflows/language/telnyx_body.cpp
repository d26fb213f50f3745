#include "workflows/language/telnyx_body.hpp"

#include "workflows/language/scalars.hpp"
#include "workflows/language/typed_value.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace callwright::language {
namespace {

/// A text that may be a template has to be one.
OnText checked_by(const Reader& reader) {
  if (!reader.checks()) return {};
  return [&reader](const Node& node) { read_template(reader, node, "this text"); };
}

/// Telnyx substitutes `{{…}}` later and we substitute `${…}`: the catalogue knows the first and passes it.
Json with_templates_hidden(const Json& body) {
  std::string text = body.text();
  for (auto at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) text[at] = '{';
  return Json::trusted(std::move(text));
}

std::string code_of(std::string_view problem) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOurs = {
      {{"unknown_field", "unknown_key"},
       {"required", "missing_key"},
       {"type", "wrong_type"},
       {"enum", "not_accepted"},
       {"range", "out_of_range"}}};
  const auto found = std::ranges::find(kOurs, problem, [](const auto& pair) { return pair.first; });
  return std::string(found == kOurs.end() ? problem : found->second);
}

std::pair<std::string, std::string> split(const std::string& field) {
  const auto dot = field.rfind('.');
  if (dot == std::string::npos) return {"", field};
  return {field.substr(0, dot + 1), field.substr(dot + 1)};
}

/// A required field that stands there under a wrong name, which is reported as unknown.
bool is_misspelt(const std::vector<BodyProblem>& problems, const BodyProblem& missing,
                 const std::vector<std::string>& ours) {
  return missing.code == "required" && std::ranges::any_of(problems, [&](const BodyProblem& other) {
           if (other.code != "unknown_field") return false;
           const auto [above, name] = split(other.field);
           return (!other.suggestion.empty() && above + other.suggestion == missing.field) ||
                  !hint_for(name, ours).nearest.empty();
         });
}

/// `ours` are keys that stand among Telnyx's at the top of the body. Those that callwright sets are not
/// offered.
void refuse_field(const Reader& reader, const Place& at, const Operation& operation,
                  const BodyProblem& problem, const std::vector<std::string>& ours) {
  auto accepted = problem.accepted;
  std::erase_if(accepted, [](const auto& name) { return name == "client_state" || name == "command_id"; });
  const auto [above, name] = split(problem.field);
  const bool is_top = above.empty() || above == "assistant.";
  if (is_top) accepted.insert(accepted.begin(), ours.begin(), ours.end());
  auto hint = reader.suggest(name, accepted);
  auto message = quoted(operation.name) + " has no field " + quoted(problem.field) + hint.or_list();
  reader.refuse(at, "unknown_key", std::move(message), std::move(hint));
}

}  // namespace

std::map<std::string, Json> telnyx_members(const Reader& reader, const Node& map,
                                           const std::vector<Field>& fields) {
  std::map<std::string, Json> members;
  for (const auto& member : map.members) {
    const auto types = types_of_field(fields, member.key);
    members.emplace(member.key, typed_json(member.value, types, {checked_by(reader), reader.checks()}));
  }
  return members;
}

Json free_json(const Reader& reader, const Node& node) {
  return typed_json(node, {}, {checked_by(reader), reader.checks()});
}

void check_telnyx_body(const Reader& reader, const Operation& operation, const Json& body,
                       const Node& written, std::string_view prefix, const std::vector<std::string>& ours) {
  if (!reader.checks()) return;
  const auto document = JsonDocument::of(with_templates_hidden(body));
  const auto problems = check_body(operation, document.root());
  const bool is_person = std::ranges::find(ours, "person") != ours.end();
  for (const auto& problem : problems) {
    if (!problem.field.starts_with(prefix) || is_misspelt(problems, problem, ours)) continue;
    const auto place = written.place_of(std::string_view(problem.field).substr(prefix.size()));
    if (problem.code == "unknown_field") {
      refuse_field(reader, place, operation, problem, ours);
      continue;
    }
    const bool begins = problem.message.starts_with(problem.field);
    reader.refuse(place, code_of(problem.code),
                  quoted(operation.name) + ": " +
                      (begins ? quoted(problem.field) + problem.message.substr(problem.field.size())
                              : problem.message) +
                      (problem.code == "required" && is_person ? "; `person: NAME` gives it" : ""),
                  {problem.accepted, problem.suggestion});
  }
}

}  // namespace callwright::language
