#include "workflows/language/commands.hpp"

#include "workflows/language/addresses.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/language/telnyx_body.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callwright::language {
namespace {

constexpr std::array<std::string_view, 2> kOurFields = {"client_state", "command_id"};

/// Ringing people keeps track of them, and client_state finds the call of a webhook: both are not for
/// workflows.
constexpr std::array<std::string_view, 2> kOurCommands = {"dial", "client_state_update"};

/// The commands whose target rings someone, and the field that names them.
struct Ringing {
  std::string_view operation;
  std::string_view field;
  bool takes_numbers;
};
constexpr std::array kRinging = {Ringing{"transfer", "to", true}, Ringing{"refer", "sip_address", false}};

/// The body with `person: name` replaced by that person's address.
Node with_address(const Reader& reader, const Ringing& ringing, const Node& body) {
  Node changed = body;
  for (auto& member : changed.members) {
    if (member.key != "person") continue;
    const auto name = read_word(reader, member.value, "person");
    if (!name || reader.people == nullptr) continue;
    reader.resolve_person(member.value.place, *name);
    const auto person = reader.people->find(*name);
    if (body.find(ringing.field) != nullptr)
      reader.refuse(member.place, "both_given",
                    "give either `person` or `" + std::string(ringing.field) + "`");
    member.key = ringing.field;
    member.value.quoted = true;
    member.value.text = person == reader.people->end() ? std::string() : person->second.address;
  }
  return changed;
}

/// Whoever writes into a template must never choose whom we pay to call.
void check_target(const Reader& reader, const Ringing& ringing, const Node& body) {
  const auto* target = body.get(ringing.field);
  if (target == nullptr || !target->is_scalar() || target->text.empty()) return;
  const auto& text = target->text;
  const auto field = "`" + std::string(ringing.field) + "`";
  if (text.find("${") != std::string::npos || text.find("{{") != std::string::npos) {
    reader.refuse(target->place, "template_not_allowed",
                  field +
                      " takes no template, or a caller could choose whom it rings; write `person: name` or "
                      "a literal address");
  } else if (!is_sip_uri(text) && !(ringing.takes_numbers && is_e164(text))) {
    auto hint = ringing.takes_numbers ? number_hint(text) : Hint{};
    auto message = field + " is " + (ringing.takes_numbers ? "an E.164 number or a SIP URI" : "a SIP URI") +
                   ", not " + quoted(text) + hint.or_else("");
    reader.refuse(target->place, "not_a_number", std::move(message), std::move(hint));
  }
}

void refuse_our_fields(const Reader& reader, const Node& body, std::map<std::string, Json>& members) {
  for (const auto name : kOurFields) {
    members.erase(std::string(name));
    if (const auto* member = body.find(name))
      reader.refuse(member->place, "reserved_key",
                    "`" + std::string(name) + "` is set by callwright on every command; remove it");
  }
}

/// What the service adds at run time: the workflow's voice, where Telnyx requires one.
Json completed(const Operation& operation, std::map<std::string, Json> members) {
  const auto* voice = operation.field("voice");
  if (voice != nullptr && voice->required) members.try_emplace("voice", json_text("voice"));
  return json_sorted(members);
}

void read_body(const Reader& reader, const Operation& operation, const Member& written, const Node& body,
               Action& action, const std::vector<std::string>& ours = {}) {
  auto members = telnyx_members(reader, body, operation.body);
  refuse_our_fields(reader, body, members);
  action.body = json_sorted(members);
  Node placed = body;
  placed.place = written.place;  // a missing field is reported at the name of the command
  check_telnyx_body(reader, operation, completed(operation, std::move(members)), placed, "", ours);
}

}  // namespace

bool is_command(std::string_view name) {
  const auto* operation = Catalogue::get().operation(name);
  const bool is_ours = std::ranges::find(kOurCommands, name) != kOurCommands.end();
  return operation != nullptr && operation->is_call_command() && !is_ours;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const auto& operation : Catalogue::get().operations()) {
    if (is_command(operation.name)) names.push_back(operation.name);
  }
  return names;
}

void read_command(const Reader& reader, const Member& written, Action& action) {
  action.kind = Action::Kind::Command;
  action.operation = written.key;
  action.body = Json::trusted("{}");
  const auto* operation = Catalogue::get().operation(written.key);
  if (operation == nullptr || written.value.kind == Node::Kind::Scalar || written.value.is_list())
    return wrong_type(reader, written.value, written.key, "a map with the fields of Telnyx");
  const auto ringing = std::ranges::find(kRinging, written.key, &Ringing::operation);
  if (ringing == kRinging.end()) return read_body(reader, *operation, written, written.value, action);
  const auto body = with_address(reader, *ringing, written.value);
  check_target(reader, *ringing, body);
  read_body(reader, *operation, written, body, action, {"person"});
}

bool ends_assistant(std::string_view operation) {
  constexpr std::array<std::string_view, 7> kEnding = {
      "ai_assistant_stop", "hangup", "transfer", "bridge", "refer", "reject", "enqueue"};
  return std::ranges::find(kEnding, operation) != kEnding.end();
}

}  // namespace callwright::language
