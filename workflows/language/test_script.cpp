#include "workflows/language/addresses.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/test_parts.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace callwright::language {
namespace {

using Act = ScriptLine::Kind;

constexpr DurationRange kMoments{.min = Duration{0}, .max = std::chrono::hours{24}};
constexpr std::string_view kKeysOfAPhone = "0123456789*#";

std::optional<Json> unwritten_line(const ScriptLine&) { return std::nullopt; }

/// One address of `call`.
void check_address(const Reader& reader, const Place& at, const std::string& text) {
  if (is_e164(text) || is_sip_uri(text)) return;
  auto hint = number_hint(text);
  auto message =
      quoted(text) + " is not E.164" + hint.or_else("; write `+` and the full number, `+13125550111`");
  reader.refuse(at, "not_a_number", std::move(message), std::move(hint));
}

const Table<ScriptLine>& call_keys() {
  static const Table<ScriptLine> table("`call`",
                                       {checked(word("from", &ScriptLine::from), check_address).required(),
                                        checked(word("to", &ScriptLine::to), check_address).required()});
  return table;
}

Key<ScriptLine> call_key() {
  return custom<ScriptLine>(
      "call", [] { return call_keys().schema(); },
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = Act::Call;
        call_keys().read_complete(reader, node, into);
      },
      unwritten_line);
}

/// What `start` asks for, in the members of a line that has other uses for them.
struct WantedCall {
  std::string to;
  std::string workflow;
  std::string from;
  std::string assistant;
  std::string idempotency_key;
  Json variables;
};

std::optional<Json> unwritten_wish(const WantedCall&) { return std::nullopt; }

void check_workflow_name(const Reader& reader, const Place& at, const std::string& name) {
  reader.resolve(at, name, reader.names().outgoing_workflows, "workflow that calls out");
}

void read_variables(const Reader& reader, const Node& node, WantedCall& into) {
  if (!node.is_map()) return wrong_type(reader, node, "variables", "a map of names and values");
  into.variables = plain_json(node);
}

const Table<WantedCall>& start_keys() {
  static const Table<WantedCall> table(
      "`start`",
      {checked(word("workflow", &WantedCall::workflow), check_workflow_name).required(),
       checked(word("to", &WantedCall::to), check_address).required(),
       checked(word("from", &WantedCall::from), check_address), word("assistant", &WantedCall::assistant),
       custom<WantedCall>(
           "variables", [] { return shapes::map_of(shapes::scalar()); }, read_variables, unwritten_wish),
       word("idempotency_key", &WantedCall::idempotency_key)});
  return table;
}

Json body_of(const WantedCall& wanted) {
  JsonWriter out;
  out.begin_object().member("workflow", wanted.workflow).member("to", wanted.to);
  if (!wanted.from.empty()) out.member("from", wanted.from);
  if (!wanted.assistant.empty()) out.member("assistant", wanted.assistant);
  if (!wanted.variables.is_null()) out.member("variables", wanted.variables);
  if (!wanted.idempotency_key.empty()) out.member("idempotency_key", wanted.idempotency_key);
  return out.end_object().finish();
}

Key<ScriptLine> start_line_key() {
  return custom<ScriptLine>(
      "start", [] { return start_keys().schema(); },
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = Act::Start;
        WantedCall wanted;
        start_keys().read_complete(reader, node, wanted);
        into.to = wanted.to;
        into.text = wanted.idempotency_key;
        into.arguments = body_of(wanted);
      },
      unwritten_line);
}

/// `answers: ben`.
Key<ScriptLine> act(const std::string& name, Act kind) {
  return custom<ScriptLine>(
      name, &shapes::scalar,
      [name, kind](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = kind;
        const auto who = read_word(reader, node, name);
        if (!who) return;
        check_who(reader, node.place, *who);
        into.who = *who;
      },
      unwritten_line);
}

Json one_act_shape(Act kind) {
  const auto text = kind == Act::Presses
                        ? shapes::any_of({shapes::matching("^[0-9*#]+$"), shapes::whole_number(0, 9)})
                        : shapes::scalar();
  const auto one = json_number(1);
  return shapes::with(shapes::with(shapes::map_of(text), "maxProperties", one), "minProperties", one);
}

/// `presses: { ben: "1" }`.
Key<ScriptLine> act_with_text(const std::string& name, Act kind) {
  return custom<ScriptLine>(
      name, [kind] { return one_act_shape(kind); },
      [name, kind](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = kind;
        if (!node.is_map() || node.members.size() != 1)
          return wrong_type(reader, node, name, "a map of one name and a text, such as `{ caller: \"1\" }`");
        const auto& member = node.members.front();
        check_who(reader, member.place, member.key);
        const auto text = read_word(reader, member.value, name);
        if (!text) return;
        if (kind == Act::Presses &&
            (text->empty() || text->find_first_not_of(kKeysOfAPhone) != std::string::npos))
          reader.refuse(member.value.place, "not_accepted",
                        quoted(*text) + " are no keys of a phone; write digits, `*` and `#` in quotes");
        into.who = member.key;
        into.text = *text;
      },
      unwritten_line);
}

Key<ScriptLine> tool_key() {
  return custom<ScriptLine>(
      "tool", &shapes::scalar,
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = Act::Tool;
        const auto name = read_word(reader, node, "tool");
        if (!name) return;
        into.text = *name;
        const auto& tools = reader.names().tools;
        if (reader.is_partial || std::ranges::find(tools, *name) != tools.end()) return;
        auto hint = reader.suggest(*name, tools);
        auto message =
            "no rule waits for the tool " + quoted(*name) + hint.or_else("; the assistant hears that");
        reader.warn(node.place, "unresolved_name", std::move(message), std::move(hint));
      },
      unwritten_line);
}

Key<ScriptLine> operator_key() {
  return custom<ScriptLine>(
      "operator", &shapes::scalar,
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = Act::Operator;
        if (const auto name = read_word(reader, node, "operator")) into.text = *name;
      },
      unwritten_line);
}

Key<ScriptLine> arguments_key() {
  return custom<ScriptLine>(
      "arguments", [] { return shapes::map_of(shapes::anything()); },
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        if (!node.is_map()) return wrong_type(reader, node, "arguments", "a map of names and values");
        into.arguments = plain_json(node);
      },
      unwritten_line);
}

/// What another system would answer to the lookup of a workflow.
Key<ScriptLine> looked_up_key() {
  return custom<ScriptLine>(
      "lookup", [] { return shapes::map_of(shapes::anything()); },
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        if (!node.is_map()) return wrong_type(reader, node, "lookup", "a map of names and values");
        into.arguments = plain_json(node);
      },
      unwritten_line);
}

/// Whose call a tool or command is of.
Key<ScriptLine> caller_key() {
  return custom<ScriptLine>(
      "caller", &shapes::scalar,
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        const auto number = read_word(reader, node, "caller");
        if (!number) return;
        check_address(reader, node.place, *number);
        into.who = *number;
      },
      unwritten_line);
}

Key<ScriptLine> restart_key() {
  return custom<ScriptLine>(
      "service", [] { return shapes::one_word_of({"restarts"}); },
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = Act::Restart;
        read_choice(reader, node, "service", {"restarts"});
      },
      unwritten_line);
}

Key<ScriptLine> expect_key() {
  return custom<ScriptLine>(
      "expect", [] { return expect_keys().schema(); },
      [](const Reader& reader, const Node& node, ScriptLine& into) {
        into.kind = Act::Expect;
        Expectation expect;
        read_expectation(reader, node, expect);
        into.expect = std::make_shared<const Expectation>(std::move(expect));
      },
      unwritten_line);
}

const Table<ScriptLine>& line_keys() {
  static const Table<ScriptLine> table("a line of `script`", {call_key(),
                                                              start_line_key(),
                                                              tool_key(),
                                                              operator_key(),
                                                              arguments_key(),
                                                              caller_key(),
                                                              act("answers", Act::Answers),
                                                              act("rejects", Act::Rejects),
                                                              act("accepts", Act::Accepts),
                                                              act("declines", Act::Declines),
                                                              act_with_text("presses", Act::Presses),
                                                              act_with_text("says", Act::Says),
                                                              act("holds", Act::Holds),
                                                              act("resumes", Act::Resumes),
                                                              act("hangs_up", Act::HangsUp),
                                                              act("assistant_ends", Act::AssistantEnds),
                                                              act("initialization", Act::Initialization),
                                                              looked_up_key(),
                                                              restart_key(),
                                                              expect_key()});
  return table;
}

/// Details belong to an act that takes them.
void check_detail(const Reader& reader, const Node& line, const Member& detail) {
  const bool is_lookup = detail.key == "lookup";
  const bool fits = is_lookup ? line.find("initialization") != nullptr
                              : line.find("tool") != nullptr || line.find("operator") != nullptr;
  if (!fits)
    reader.error(
        detail.place, "not_accepted",
        quoted(detail.key) + " belongs to " + (is_lookup ? "`initialization`" : "`tool` or `operator`"));
}

/// One thing happens in a line.
void check_line(const Reader& reader, const Member& line) {
  if (!line.value.is_map()) return;
  const auto is_detail = [](const Member& member) {
    return member.key == "arguments" || member.key == "caller" || member.key == "lookup";
  };
  const auto& members = line.value.members;
  const auto acts = std::ssize(members) - std::ranges::count_if(members, is_detail);
  if (acts != 1) {
    reader.error(line.place, "one_act",
                 "a line of `script` says one thing that happens" +
                     std::string(acts > 1 ? "; write a line for each" : ", such as `{ answers: dana }`"));
    return;
  }
  for (const auto& member : members) {
    if (is_detail(member)) return check_detail(reader, line.value, member);
  }
}

std::optional<ScriptLine> read_line(const Reader& reader, const Node& item) {
  if (!item.is_map() || item.members.size() != 1) {
    wrong_type(reader, item, "a line of `script`",
               "a moment and what happens then, such as `8s: { answers: dana }`");
    return std::nullopt;
  }
  const auto& member = item.members.front();
  ScriptLine line{.line = member.place.line};
  const Node moment{.kind = Node::Kind::Scalar, .text = member.key, .place = member.place};
  const auto at = read_duration(reader, moment, "the moment of a line", kMoments);
  line_keys().read(reader, member.value, line);
  check_line(reader, member);
  if (!at) return std::nullopt;
  line.at = *at;
  return line;
}

}  // namespace

void read_script(const Reader& reader, const Node& node, TestCase& into) {
  if (!node.is_list()) return wrong_type(reader, node, "script", "a list of lines");
  if (node.items.empty())
    reader.error(node.place, "empty_list", "`script` has at least one line: a `call` or a `start`");
  for (const auto& item : node.items) {
    auto line = read_line(reader, item);
    if (!line) continue;
    if (!into.script.empty() && line->at < into.script.back().at)
      reader.error(item.place, "out_of_order",
                   "`script` goes forward in time: this line is earlier than the one above it");
    into.script.push_back(*std::move(line));
  }
}

Json script_shape() {
  const auto moment = shapes::with(shapes::map_of(line_keys().schema()), "propertyNames", shapes::duration());
  const auto one =
      shapes::with(shapes::with(moment, "maxProperties", json_number(1)), "minProperties", json_number(1));
  return shapes::list(one, 1);
}

void add_script_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(line_keys().group());
  groups.push_back(call_keys().group());
  groups.push_back(start_keys().group());
}

}  // namespace callwright::language
