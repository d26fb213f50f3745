#include "workflows/language/actions.hpp"

#include "workflows/language/commands.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/outside_keys.hpp"
#include "workflows/language/telnyx_shape.hpp"

#include <algorithm>
#include <chrono>

namespace callwright::language {
namespace {

using Kind = Action::Kind;
using std::chrono::hours;

void read_values(const Reader& reader, const Node& node, std::string_view key, Action& into) {
  if (!node.is_map()) return wrong_type(reader, node, key, "a map of names and texts");
  std::map<std::string, Json> values;
  for (const auto& member : node.members) {
    if (const auto value = read_template(reader, member.value, member.key))
      values.emplace(member.key, json_text(value->source()));
  }
  into.with = json_sorted(values);
}

Key<Action> values_key(const std::string& name) {
  return custom<Action>(
      name, [] { return shapes::map_of(shapes::scalar()); },
      [name](const Reader& reader, const Node& node, Action& into) { read_values(reader, node, name, into); },
      [](const Action& from) -> std::optional<Json> {
        if (from.with.is_null()) return std::nullopt;
        return from.with;
      });
}

Key<Action> say_key() {
  return custom<Action>(
      "say", &shapes::flag,
      [](const Reader& reader, const Node& node, Action& into) {
        if (const auto flag = read_flag(reader, node, "say")) into.say = *flag;
      },
      [](const Action& from) -> std::optional<Json> { return json_flag(from.say); });
}

Key<Action> escalation_key() {
  return custom<Action>(
      "to", &shapes::name,
      [](const Reader& reader, const Node& node, Action& into) {
        const auto name = read_word(reader, node, "to");
        if (!name) return;
        reader.resolve(node.place, *name, reader.names().escalations, "escalation");
        into.target = *name;
      },
      [](const Action& from) -> std::optional<Json> { return json_text(from.target); });
}

/// An action of ours: its keys as a map, and the key that a single text stands for.
struct OwnAction {
  std::string name;
  Kind kind;
  Table<Action> keys;
  std::string text_means;  ///< empty: the action wants a map
};

const std::vector<OwnAction>& own_actions() {
  static const std::vector<OwnAction> actions = {
      {"escalate",
       Kind::Escalate,
       {"`escalate`", {escalation_key().required(), local_text("reason", &Action::text), values_key("with")}},
       "to"},
      {"cancel_escalation", Kind::CancelEscalation, {"`cancel_escalation`", {}}, ""},
      {"reply",
       Kind::Reply,
       {"`reply`", {word("status", &Action::status), local_text("say", &Action::text)}},
       ""},
      {"tell_assistant",
       Kind::TellAssistant,
       {"`tell_assistant`", {local_text("text", &Action::text).required(), say_key()}},
       "text"},
      {"goodbye", Kind::Goodbye, {"`goodbye`", {local_text("text", &Action::text)}}, "text"},
      {"timer",
       Kind::Timer,
       {"`timer`",
        {word("name", &Action::target).required(),
         duration("after", &Action::after, {Duration{100}, hours{24}}).required()}},
       ""},
      {"log", Kind::Log, {"`log`", {local_text("text", &Action::text).required()}}, "text"},
      {"webhook", Kind::Webhook, webhook_keys(), ""},
      {"sms", Kind::Sms, sms_keys(), ""},
  };
  return actions;
}

/// `winner` and `event` name nobody where there can be none.
void check_leg(const Reader& reader, const Place& at, std::string_view leg) {
  const bool is_missing = (leg == "winner" && (reader.place.allowed & roots::kWinner) == 0) ||
                          (leg == "event" && (reader.place.allowed & roots::kEvent) == 0);
  if (is_missing)
    reader.refuse(at, "root_not_possible",
                  "`leg: " + std::string(leg) + "` names nobody in " + std::string(reader.place.name));
}

const Table<Action>& modifier_keys() {
  static const Table<Action> table(
      "an action",
      {custom<Action>(
           "no_wait", &shapes::flag,
           [](const Reader& reader, const Node& node, Action& into) {
             if (const auto flag = read_flag(reader, node, "no_wait")) into.no_wait = *flag;
           },
           [](const Action& from) { return from.no_wait ? std::optional(json_flag(true)) : std::nullopt; }),
       custom<Action>(
           "on_error", [] { return shapes::one_word_of({"stop", "continue"}); },
           [](const Reader& reader, const Node& node, Action& into) {
             const auto index = read_choice(reader, node, "on_error", {"stop", "continue"});
             if (index) into.on_error_continue = *index == 1;
           },
           [](const Action& from) {
             return from.on_error_continue ? std::optional(json_text("continue")) : std::nullopt;
           }),
       custom<Action>(
           "leg", &shapes::name,
           [](const Reader& reader, const Node& node, Action& into) {
             auto known = reader.names().people;
             known.insert(known.end(), {"caller", "winner", "event"});
             const auto leg = read_word(reader, node, "leg");
             if (leg) reader.resolve(node.place, *leg, known, "leg or person");
             if (leg) check_leg(reader, node.place, *leg);
             into.leg = leg && *leg != "caller" ? *leg : std::string();
           },
           [](const Action& from) {
             return from.leg.empty() ? std::nullopt : std::optional(json_text(from.leg));
           })});
  return table;
}

std::vector<std::string> own_names() {
  std::vector<std::string> names;
  for (const auto& own : own_actions()) names.push_back(own.name);
  names.emplace_back("set");
  return names;
}

std::vector<std::string> action_names() {
  auto names = command_names();
  std::ranges::copy(own_names(), std::back_inserter(names));
  return names;
}

void read_own(const Reader& reader, const OwnAction& own, const Member& written, Action& action) {
  action.kind = own.kind;
  const Node& value = written.value;
  if (value.is_scalar() && !own.text_means.empty()) {
    Node map{.kind = Node::Kind::Map, .place = value.place};
    map.members.push_back({own.text_means, value.place, value});
    return own.keys.read(reader, map, action);
  }
  Node map = value;
  if (value.kind == Node::Kind::Null) map.kind = Node::Kind::Map;  // `goodbye` alone
  own.keys.read(reader, map, action);
  own.keys.require(reader, map, written.place);
}

/// Reads the one member of an action that says what is done.
class ActionReader {
 public:
  ActionReader(const Reader& reader, bool can_reply) : reader_(reader), can_reply_(can_reply) {}

  std::optional<Action> read(const Node& node) const {
    if (node.is_scalar())
      return read_map(
          {.kind = Node::Kind::Map, .members = {{node.text, node.place, {}}}, .place = node.place});
    if (node.is_map()) return read_map(node);
    wrong_type(reader_, node, "do", "actions, each a name or a map such as `speak: {payload: …}`");
    return std::nullopt;
  }

 private:
  std::optional<Action> read_map(const Node& node) const {
    Action action;
    Node modifiers{.kind = Node::Kind::Map, .place = node.place};
    const Member* doing = nullptr;
    for (const auto& member : node.members) {
      if (modifier_keys().has(member.key)) {
        modifiers.members.push_back(member);
      } else if (doing == nullptr) {
        doing = &member;
      } else {
        reader_.error(member.place, "two_actions",
                      "an action does one thing; begin a new list item for " + quoted(member.key));
      }
    }
    if (doing == nullptr) {
      reader_.error(node.place, "missing_key",
                    "this names no action; write one, such as `escalate: NAME` or `speak: {payload: …}`");
      return std::nullopt;
    }
    if (!read_doing(*doing, action)) return std::nullopt;
    modifier_keys().read(reader_, modifiers, action);
    if (!action.leg.empty() && action.kind != Kind::Command)
      reader_.refuse(node.place_of("leg"), "unknown_key", "`leg` stands beside Call Control commands only");
    return action;
  }

  bool read_doing(const Member& doing, Action& action) const {
    const auto own = std::ranges::find(own_actions(), doing.key, &OwnAction::name);
    if (own != own_actions().end()) {
      read_own(reader_, *own, doing, action);
      complete(doing, action);
    } else if (doing.key == "set") {
      action.kind = Kind::Set;
      read_values(reader_, doing.value, "set", action);
    } else if (is_command(doing.key)) {
      read_command(reader_, doing, action);
    } else {
      refuse(doing);
      return false;
    }
    return true;
  }

  void complete(const Member& doing, Action& action) const {
    if (action.kind == Kind::Reply && !can_reply_)
      reader_.refuse(doing.place, "misplaced", "`reply` answers a tool or an operator; nothing asks here");
    if (action.kind == Kind::Escalate && action.text.empty()) {
      const bool has_event = (reader_.place.allowed & roots::kEvent) != 0;
      action.text = Template::parse(has_event ? "${event.arguments.reason | }" : "${run.reason | }").value();
    }
    if (action.kind == Kind::Goodbye && action.text.empty())
      action.text = Template::parse("Goodbye.").value();
  }

  void refuse(const Member& doing) const {
    if (doing.key == "dial")
      return reader_.error(doing.place, "not_supported", "`dial` is no action; ring people with `escalate`");
    auto hint = reader_.suggest(doing.key, action_names());
    auto message = quoted(doing.key) + " is no action" +
                   hint.or_else("; it is a Call Control command or one of " + one_of(own_names()));
    reader_.error(doing.place, "unknown_action", std::move(message), std::move(hint));
  }

  const Reader& reader_;
  bool can_reply_;
};

/// Where the action is named, rather than where its list item begins.
const Place& place_of_doing(const Node& item) {
  const auto doing = std::ranges::find_if_not(
      item.members, [](const Member& member) { return modifier_keys().has(member.key); });
  return doing == item.members.end() ? item.place : doing->place;
}

bool is_end_of_assistant(const Action& action) {
  return action.kind == Kind::Goodbye ||
         (action.kind == Kind::Command && action.leg.empty() && ends_assistant(action.operation));
}

std::pair<std::string, Json> written(const Action& action) {
  if (action.kind == Kind::Command) return {action.operation, action.body};
  if (action.kind == Kind::Set) return {"set", action.with};
  const auto own = std::ranges::find(own_actions(), action.kind, &OwnAction::kind);
  return {own->name, own->keys.write(action)};
}

Json write_action(const Action& action) {
  auto members = members_of(modifier_keys().write(action));
  members.insert(written(action));
  return json_sorted(members);
}

Json own_shape(const OwnAction& own) {
  std::vector<Json> forms = {own.keys.schema()};
  if (!own.text_means.empty()) forms.insert(forms.begin(), shapes::scalar());
  if (own.keys.may_be_empty()) forms.push_back(shapes::nothing());
  return forms.size() == 1 ? forms.front() : shapes::any_of(forms);
}

/// What is done, by its name.
std::map<std::string, Json> doing_shapes() {
  std::map<std::string, Json> doings;
  for (const auto& name : command_names())
    doings.emplace(name, command_shape(*Catalogue::get().operation(name)));
  for (const auto& own : own_actions()) {
    const auto said = reference_of("`do`", own.name);
    doings.insert_or_assign(own.name, shapes::with(own_shape(own), "description", json_text(said)));
  }
  const auto set = shapes::map_of(shapes::scalar());
  doings.emplace("set", shapes::with(set, "description", json_text(reference_of("`do`", "set"))));
  return doings;
}

}  // namespace

Json escalate_shape() { return own_shape(own_actions().front()); }

Json action_shape() {
  auto properties = doing_shapes();
  std::vector<std::string> alone;
  std::vector<Json> one_of;
  for (const auto& [name, form] : properties) {
    alone.push_back(name);
    one_of.push_back(json_sorted({{"required", json_texts({name})}}));
  }
  properties.merge(members_of(members_of(modifier_keys().schema())["properties"]));
  const auto map = shapes::with(shapes::object(properties, {}), "oneOf", json_list(one_of));
  return shapes::any_of({shapes::one_word_of(alone), map});
}

void add_action_keys(std::vector<KeyGroup>& groups) {
  groups.push_back({"`do`", own_names(), {}});
  groups.push_back(modifier_keys().group());
  for (const auto& own : own_actions()) {
    if (!own.keys.names().empty()) groups.push_back(own.keys.group());
  }
}

std::vector<Action> read_actions(const Reader& reader, const Node& list, bool can_reply) {
  std::vector<Action> actions;
  if (!list.is_list()) wrong_type(reader, list, "do", "a list of actions");
  bool told = false;
  for (const auto& item : list.items) {
    auto action = ActionReader(reader, can_reply).read(item);
    if (!action) continue;
    if (told && is_end_of_assistant(*action))
      reader.warn(
          place_of_doing(item), "tell_then_end",
          "this ends the assistant, and nothing tells when it has said what `tell_assistant` asked for");
    told = told || action->kind == Kind::TellAssistant;
    actions.push_back(*std::move(action));
  }
  return actions;
}

std::vector<Action> read_single_action(const Reader& reader, const Node& map) {
  auto action = ActionReader(reader, false).read(map);
  return action ? std::vector<Action>{*std::move(action)} : std::vector<Action>{};
}

Json write_actions(const std::vector<Action>& actions) {
  std::vector<Json> items;
  std::ranges::transform(actions, std::back_inserter(items), write_action);
  return json_list(items);
}

}  // namespace callwright::language
