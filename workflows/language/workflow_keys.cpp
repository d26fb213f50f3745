#include "workflows/language/actions.hpp"
#include "workflows/language/addresses.hpp"
#include "workflows/language/assistant_keys.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/outgoing_keys.hpp"
#include "workflows/language/rule_keys.hpp"
#include "workflows/language/sections.hpp"
#include "workflows/language/speech.hpp"
#include "workflows/language/variables_keys.hpp"

#include <algorithm>
#include <chrono>

namespace callwright::language {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Json patterns_shape() { return shapes::list_or_one(shapes::number_pattern()); }

const Table<Match>& match_keys() {
  static const Table<Match> table(
      "`match`", {words("to", &Match::to, check_pattern).shaped(&patterns_shape),
                  words("from", &Match::from, check_pattern).shaped(&patterns_shape),
                  choice<Match, std::string>("direction", &Match::direction,
                                             {{"incoming", "incoming"}, {"outgoing", "outgoing"}}),
                  word("connection_id", &Match::connection_id)});
  return table;
}

/// Whether it is stated makes a difference, so what is not stated is not written.
Key<Limits> destinations_key() {
  auto key = words("destinations", &Limits::destinations, check_pattern).shaped(&patterns_shape);
  key.read = [read = std::move(key.read)](const Reader& reader, const Node& node, Limits& into) {
    read(reader, node, into);
    into.states_destinations = true;
  };
  key.write = [write = std::move(key.write)](const Limits& from) -> std::optional<Json> {
    return from.states_destinations ? write(from) : std::nullopt;
  };
  return key;
}

const Table<Limits>& limit_keys() {
  static const Table<Limits> table(
      "`limits`", {count("legs", &Limits::legs, 2, 100), count("parallel", &Limits::parallel, 1, 100),
                   count("attempts", &Limits::attempts, 1, 1000), count("runs", &Limits::runs, 1, 100),
                   duration("duration", &Limits::duration, {seconds{30}, hours{24}}), destinations_key()});
  return table;
}

Key<Workflow> assistant_key() {
  return custom<Workflow>("assistant", &assistant_shape, read_assistant,
                          [](const Workflow& from) -> std::optional<Json> { return write_assistant(from); });
}

Key<Workflow> start_key() {
  return custom<Workflow>(
      "start", [] { return shapes::reference("actions"); },
      [](Reader reader, const Node& node, Workflow& into) {
        reader.place = places::kStart;
        into.start = read_actions(reader, node, false);
      },
      [](const Workflow& from) -> std::optional<Json> { return write_actions(from.start); });
}

Key<Workflow> rules_key() {
  return custom<Workflow>(
      "rules", &rule_list_shape,
      [](const Reader& reader, const Node& node, Workflow& into) { into.rules = read_rules(reader, node); },
      [](const Workflow& from) -> std::optional<Json> { return write_rules(from.rules); });
}

const Node* given(const Member& entry, const Node* defaults, std::string_view key) {
  const auto* own = entry.value.get(key);
  return own == nullptr && defaults != nullptr ? defaults->get(key) : own;
}

/// An `ai_assistant_start` without an assistant of its own takes the workflow's.
bool needs_assistant(const std::vector<Action>& start) {
  return std::ranges::any_of(start, [](const Action& action) {
    return action.kind == Action::Kind::Command && action.operation == "ai_assistant_start" &&
           !members_of(action.body).contains("assistant");
  });
}

bool has_assistant(const Workflow& workflow) {
  return std::ranges::any_of(workflow.start, [](const Action& action) {
    return action.kind == Action::Kind::Command && action.operation == "ai_assistant_start";
  });
}

void warn_of_keys(const Reader& reader, const Node& rules, const Workflow& workflow) {
  if (!has_assistant(workflow)) return;
  for (std::size_t i = 0; i < workflow.rules.size() && i < rules.items.size(); ++i) {
    const auto& rule = workflow.rules[i];
    if (rule.on != "call.dtmf.received" || !rule.leg.empty()) continue;
    reader.warn(
        rules.items[i].value_place("on"), "dtmf_while_assistant",
        "Telnyx does not state whether the caller's keys are reported while an assistant runs; offer a "
        "tool as well");
  }
}

void check_workflow(const Reader& reader, const Member& entry, const Workflow& workflow,
                    const Node* defaults) {
  if (const auto* assistant = given(entry, defaults, "assistant"))
    check_assistant(reader, *assistant, workflow);
  if (!reader.is_partial && workflow.assistant.is_null() && needs_assistant(workflow.start))
    reader.refuse(entry.place, "missing_key",
                  quoted(entry.key) + " starts an assistant and names none; add `assistant: {id: …}`");
  if (const auto* rules = given(entry, defaults, "rules")) warn_of_keys(reader, *rules, workflow);
  warn_of_variables(reader, entry, workflow);
}

}  // namespace

const Table<Workflow>& workflow_keys() {
  static const Table<Workflow> table(
      "a workflow",
      {section("match", &Workflow::match, match_keys).required(), outgoing_key(), assistant_key(),
       start_key(), rules_key(), variables_key(), lookup_key(), memory_key(), metadata_key(),
       section("limits", &Workflow::limits, limit_keys),
       duration("silence_limit", &Workflow::silence_limit, {seconds{5}, minutes{10}}),
       word("voice", &Workflow::voice),
       checked(word("language", &Workflow::language).shaped(&spoken_language), check_spoken_language)});
  return table;
}

void add_workflow_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(workflow_keys().group());
  groups.push_back(match_keys().group());
  groups.push_back(limit_keys().group());
  add_variables_keys(groups);
  add_outgoing_keys(groups);
}

Workflow read_workflow(const Reader& reader, const Member& entry, const Workflow& base,
                       const Node* defaults) {
  Workflow workflow = base;
  workflow.key = entry.key;
  workflow_keys().read(reader, entry.value, workflow);
  workflow_keys().require(reader, entry.value, entry.place, defaults);
  if (given(entry, defaults, "start") == nullptr) workflow.start = default_start(workflow.match.direction);
  complete_outgoing(reader, entry, workflow);
  check_workflow(reader, entry, workflow, defaults);
  return workflow;
}

Json write_workflow(const Workflow& workflow) {
  auto members = members_of(workflow_keys().write(workflow));
  members.emplace("workflow", json_text(workflow.key));
  return json_sorted(members);
}

}  // namespace callwright::language
