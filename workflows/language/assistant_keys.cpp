#include "workflows/language/assistant_keys.hpp"

#include "workflows/language/actions.hpp"
#include "workflows/language/grammar.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/language/shape.hpp"
#include "workflows/language/telnyx_body.hpp"
#include "workflows/language/telnyx_shape.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace callwright::language {
namespace {

constexpr std::array<std::string_view, 4> kStartOptions = {"message_history", "send_message_history_updates",
                                                           "transcription", "interruption_settings"};

bool is_start_option(std::string_view key) {
  return std::ranges::find(kStartOptions, key) != kStartOptions.end();
}

const std::vector<Field>& fields_of(std::string_view schema) {
  static const std::vector<Field> none;
  const auto* fields = Catalogue::get().schema(schema);
  return fields == nullptr ? none : *fields;
}

/// The members of `node` over those of `base`: a key that both have is the node's.
Json merged(const Json& base, std::map<std::string, Json> over) {
  for (const auto& [name, value] : members_of(base)) over.try_emplace(name, value);
  return over.empty() ? Json() : json_sorted(over);
}

std::vector<Action> read_if_fails(Reader reader, const Node& node) {
  reader.place = places::kIfFails;
  const auto* list = node.get("do");
  if (node.members.size() == 1 && list != nullptr) return read_actions(reader, *list, false);
  if (node.members.size() == 1 && node.find("escalate") != nullptr) return read_single_action(reader, node);
  reader.error(node.place, "wrong_type", "`if_fails` is either `{escalate: NAME}` or `{do: [actions]}`");
  return {};
}

}  // namespace

Json assistant_shape() {
  auto properties = telnyx_fields(fields_of("CallAssistantRequest"));
  for (auto& [name, form] : telnyx_fields(Catalogue::get().operation("ai_assistant_start")->body)) {
    if (is_start_option(name)) properties.insert_or_assign(name, form);
  }
  const auto if_fails =
      shapes::any_of({shapes::object({{"escalate", shapes::reference("escalate")}}, {"escalate"}),
                      shapes::object({{"do", shapes::reference("actions")}}, {"do"})});
  properties.emplace(
      "if_fails", shapes::with(if_fails, "description", json_text(reference_of("`assistant`", "if_fails"))));
  return shapes::object(properties, {});
}

void add_assistant_keys(std::vector<KeyGroup>& groups) {
  KeyGroup assistant{"`assistant`", {"if_fails"}, {}};
  std::ranges::transform(fields_of("CallAssistantRequest"), std::back_inserter(assistant.telnyx),
                         &Field::name);
  assistant.telnyx.insert(assistant.telnyx.end(), kStartOptions.begin(), kStartOptions.end());
  groups.push_back(std::move(assistant));
}

void read_assistant(const Reader& reader, const Node& node, Workflow& into) {
  if (!node.is_map()) return wrong_type(reader, node, "assistant", "a map with the assistant's `id`");
  Node fields{.kind = Node::Kind::Map, .place = node.place};
  Node options = fields;
  for (const auto& member : node.members) {
    if (member.key == "if_fails") {
      into.assistant_if_fails = read_if_fails(reader, member.value);
    } else {
      (is_start_option(member.key) ? options : fields).members.push_back(member);
    }
  }
  if (const auto* tools = fields.find("tools"))
    reader.warn(tools->place, "replaces_tools",
                "`tools` here replaces the tools stored with the assistant for calls of this workflow");
  Reader local = reader;
  local.place = places::kAssistant;
  into.assistant = merged(into.assistant, telnyx_members(local, fields, fields_of("CallAssistantRequest")));
  const auto* start = Catalogue::get().operation("ai_assistant_start");
  into.start_options = merged(into.start_options, telnyx_members(local, options, start->body));
}

Json write_assistant(const Workflow& workflow) {
  auto members = members_of(workflow.assistant);
  members.merge(members_of(workflow.start_options));
  members.emplace("if_fails", json_sorted({{"do", write_actions(workflow.assistant_if_fails)}}));
  return json_sorted(members);
}

void check_assistant(const Reader& reader, const Node& written, const Workflow& workflow) {
  const auto* start = Catalogue::get().operation("ai_assistant_start");
  if (!reader.checks() || workflow.assistant.is_null()) return;
  const Json assistant = json_sorted({{"assistant", workflow.assistant}});
  check_telnyx_body(reader, *start, assistant, written, "assistant.", {"if_fails"});
  if (!workflow.start_options.is_null())
    check_telnyx_body(reader, *start, workflow.start_options, written, "");
  const auto variables = members_of(members_of(workflow.assistant)["dynamic_variables"]);
  if (variables.contains("callwright_call"))
    reader.refuse(written.place_of("dynamic_variables.callwright_call"), "reserved_key",
                  "`callwright_call` is set by callwright: tools find their call by it");
}

}  // namespace callwright::language
