#include "workflows/language/rule_keys.hpp"

#include "workflows/language/actions.hpp"
#include "workflows/language/condition_keys.hpp"
#include "workflows/language/events.hpp"
#include "workflows/language/key_types.hpp"

#include <algorithm>
#include <set>

namespace callwright::language {
namespace {

/// Known events, so that an editor offers them; Telnyx may have more.
Json event_shape() {
  return shapes::any_of({shapes::one_word_of(event_names()), shapes::matching("^[a-z_]+[._].*$")});
}

Key<Rule> on_key() {
  return custom<Rule>(
      "on", &event_shape,
      [](const Reader& reader, const Node& node, Rule& into) { into.on = read_event(reader, node); },
      [](const Rule& from) -> std::optional<Json> { return json_text(from.on); });
}

Key<Rule> leg_key() {
  return custom<Rule>(
      "leg", &shapes::name,
      [](const Reader& reader, const Node& node, Rule& into) {
        auto known = reader.names().people;
        known.insert(known.end(), {"caller", "winner"});
        const auto leg = read_word(reader, node, "leg");
        if (leg) reader.resolve(node.place, *leg, known, "leg or person");
        into.leg = leg && *leg != "caller" ? *leg : std::string();
      },
      [](const Rule& from) { return from.leg.empty() ? std::nullopt : std::optional(json_text(from.leg)); });
}

Key<Rule> if_key() {
  return custom<Rule>(
      "if", [] { return shapes::reference("conditions"); },
      [](const Reader& reader, const Node& node, Rule& into) {
        into.condition = read_condition(reader, node);
      },
      [](const Rule& from) {
        return from.condition.empty() ? std::nullopt : std::optional(write_condition(from.condition));
      });
}

/// Read after the others, because what may be said depends on the event.
Key<Rule> do_key() {
  return custom<Rule>(
      "do", [] { return shapes::reference("actions"); },
      [](const Reader& reader, const Node& node, Rule& into) {
        into.actions = read_actions(reader, node, is_asked(into.on));
      },
      [](const Rule& from) -> std::optional<Json> { return write_actions(from.actions); });
}

const Table<Rule>& rule_keys() {
  static const Table<Rule> table(
      "a rule", {word("id", &Rule::id), on_key().required(), leg_key(), if_key(), do_key().required()});
  return table;
}

/// The same rule with `on` and `leg` first and `do` last.
Node in_reading_order(const Node& rule) {
  Node ordered = rule;
  ordered.members.clear();
  const auto rank = [](const Member& member) {
    if (member.key == "on" || member.key == "leg") return 0;
    return member.key == "do" ? 2 : 1;
  };
  for (int turn = 0; turn <= 2; ++turn) {
    std::ranges::copy_if(rule.members, std::back_inserter(ordered.members),
                         [&](const Member& member) { return rank(member) == turn; });
  }
  return ordered;
}

/// Whose leg an event is about decides whether there is a person to name, and some events come when nobody
/// has won.
TemplatePlace place_of(const Node& rule) {
  const auto* leg = rule.get("leg");
  const auto* on = rule.get("on");
  if (leg != nullptr && leg->text != "caller") return places::kPersonRule;
  const bool is_without_winner =
      on != nullptr && (on->text == "escalation.started" || on->text == "escalation.exhausted");
  return is_without_winner ? places::kNobodyRule : places::kRule;
}

Rule read_rule(Reader reader, const Node& node) {
  Rule rule;
  reader.place = place_of(node);
  rule_keys().read_complete(reader, in_reading_order(node), rule);
  if (!rule.leg.empty() && is_own_event(rule.on))
    reader.warn(
        node.value_place("leg"), "never_happens",
        quoted(rule.on) + " is an event of the call and of no leg, so this rule never runs; remove `leg`");
  return rule;
}

}  // namespace

void add_rule_keys(std::vector<KeyGroup>& groups) { groups.push_back(rule_keys().group()); }

Json rule_list_shape() { return shapes::list(rule_keys().schema()); }

std::vector<Rule> read_rules(const Reader& reader, const Node& list) {
  std::vector<Rule> rules;
  std::set<std::string> ids;
  if (!list.is_list()) wrong_type(reader, list, "rules", "a list of rules");
  for (const auto& item : list.items) {
    auto rule = read_rule(reader, item);
    if (rule.id.empty()) rule.id = std::to_string(rules.size() + 1);
    if (!ids.insert(rule.id).second)
      reader.refuse(item.place_of("id"), "duplicate_name",
                    "another rule has the id " + quoted(rule.id) + " already");
    rules.push_back(std::move(rule));
  }
  return rules;
}

Json write_rules(const std::vector<Rule>& rules) {
  std::vector<Json> items;
  items.reserve(rules.size());
  for (const auto& rule : rules) items.push_back(rule_keys().write(rule));
  return json_list(items);
}

}  // namespace callwright::language
