#include "workflows/model/text.hpp"
#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/queues.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

/// What is dialled: `+1…,200` sends digits on answer and `sip:…;secure=srtp` asks for encryption.
std::string destination_of(const std::string& to) { return to.substr(0, to.find_first_of(",;")); }

/// `200` of `+1…,200`.
std::string digits_of(const std::string& to) {
  const auto comma = to.find(',');
  return comma == std::string::npos ? std::string() : to.substr(comma + 1);
}

std::optional<ApiError> check_numbers(const std::string& from, const std::vector<std::string>& to) {
  for (const auto& one : to) {
    const auto destination = destination_of(one);
    if (!is_e164(destination) && !is_sip_uri(destination)) {
      return refusal("10016", "The 'to' parameter must be a number in +E.164 format or a SIP URI.", "/to");
    }
  }
  if (!is_e164(from)) return refusal("10016", "The 'from' parameter must be in +E.164 format.", "/from");
  return std::nullopt;
}

Behaviour person_at(const World& world, const std::string& number) {
  const auto known = world.people.find(number);
  return known == world.people.end() ? Behaviour{} : known->second;
}

/// Fills in what Dial and transfer have in common.
void prepare(const Command& command, Leg& leg, const std::string& from, const std::string& to) {
  auto& world = command.world;
  leg.from = from;
  leg.to = destination_of(to);
  leg.person = person_at(world, leg.to);
  leg.ring_time = std::chrono::seconds{command.number("timeout_secs")};
  leg.time_limit = std::chrono::seconds{command.number("time_limit_secs")};
  leg.retry_on_timeout = command.body["retry_on_timeout"].boolean().value_or(true);
  if (const auto mode = command.text("answering_machine_detection"); !mode.empty()) leg.detection = mode;
  read_webhook_wishes(command, leg);
  leg.on_answer.recording = recording_wish(command);
  if (command.has("audio_url") || command.has("media_name")) {
    leg.on_answer.playback = playback_of(command, "audio_url", "media_name");
  }
  const auto digits = command.text("send_digits_on_answer");
  leg.on_answer.digits = digits.empty() ? digits_of(to) : digits;
}

std::vector<std::string> destinations_of(const World& world, const JsonNode& to) {
  if (!to.is_array()) return {to.str()};
  std::vector<std::string> destinations;
  for (const auto& one : to.elements()) destinations.push_back(one.str());
  const bool only_first =
      world.settings.unstated.several_destinations == Unstated::Destinations::OnlyTheFirst;
  if (only_first && destinations.size() > 1) destinations.resize(1);
  return destinations;
}

bool has_free_channels(const World& world, std::size_t wanted) {
  if (!world.settings.outbound_channels) return true;
  const auto used =
      std::ranges::count_if(world.legs, [](const Leg& leg) { return !leg.incoming && leg.is_live(); });
  return static_cast<std::size_t>(used) + wanted <= *world.settings.outbound_channels;
}

Json dialled(const Leg& leg) {
  JsonWriter writer;
  writer.begin_object().member("call_control_id", leg.id).member("call_leg_id", leg.leg_id);
  writer.member("call_session_id", leg.session_id).member("is_alive", false).member("record_type", "call");
  if (leg.client_state) writer.member("client_state", *leg.client_state);
  if (leg.on_answer.recording) writer.member("recording_id", leg.on_answer.recording->id);
  return writer.end_object().finish();
}

/// One leg that rings several numbers is taken by who answers first, else ends as the last of them would.
void merge_destinations(const World& world, Leg& leg, const std::vector<std::string>& to) {
  for (const auto& one : to) {
    const auto number = destination_of(one);
    const auto person = person_at(world, number);
    const bool answers = person.kind == Behaviour::Kind::Answers || person.kind == Behaviour::Kind::Voicemail;
    const bool has_one =
        leg.person.kind == Behaviour::Kind::Answers || leg.person.kind == Behaviour::Kind::Voicemail;
    if (!answers || (has_one && leg.person.answer_after <= person.answer_after)) continue;
    leg.person = person;
    leg.to = number;
  }
}

void fill_dialled(const Command& command, Leg& leg, const Leg* linked) {
  if (linked != nullptr) leg.session_id = linked->session_id;
  if (command.has("client_state")) leg.client_state = command.text("client_state");
  if (command.has("conference_config")) leg.on_answer.conference = command.body["conference_config"].json();
  if (linked != nullptr && command.flag("bridge_on_answer")) leg.on_answer.bridge = linked->number;
  leg.on_answer.prevents_double_bridge = command.flag("prevent_double_bridge");
  leg.stays_after_unbridge = command.text("park_after_unbridge") == "self";
  if (command.has("supervise_call_control_id")) {
    leg.supervisor_role = command.has("supervisor_role") ? command.text("supervisor_role") : "barge";
  }
}

/// A leg for each destination; they know of each other and share a session.
std::vector<Index> make_legs(const Command& command, const std::vector<std::string>& to, const Leg* linked) {
  auto& world = command.world;
  std::vector<Index> made;
  for (const auto& one : to) {
    auto& leg = world.add_leg();
    if (!made.empty()) leg.session_id = world.legs[made.front()].session_id;
    read_wishes_on_answer(command, leg);
    prepare(command, leg, command.text("from"), one);
    fill_dialled(command, leg, linked);
    made.push_back(leg.number);
  }
  for (const auto number : made) {
    for (const auto other : made) {
      if (other != number) world.legs[number].siblings.push_back(other);
    }
  }
  return made;
}

ApiError bad_connection(const World& world) {
  auto error = refusal("10015", "The connection_id is not valid.", "/connection_id");
  if (world.settings.unstated.bad_connection_is_a_bad_request) {
    error.status = 400;
    error.title = "Bad Request";
  }
  return error;
}

/// The leg that `link_to` or `supervise_call_control_id` names.
std::expected<Leg*, ApiError> named_leg(const Command& command, std::string_view field) {
  if (!command.has(field)) return nullptr;
  auto* leg = command.world.find_leg(command.text(field));
  if (leg != nullptr) return leg;
  return std::unexpected(refusal("90015", "The call that " + std::string(field) + " names is not valid.",
                                 "/" + std::string(field)));
}

CommandResult transfer(const Command& command, Leg& leg) {
  auto& world = command.world;
  const auto to = command.text("to");
  const auto from = command.has("from") ? command.text("from") : leg.to;
  if (auto wrong = check_numbers(from, {to})) return std::unexpected(std::move(*wrong));
  auto& target = world.add_leg();
  target.session_id = leg.session_id;
  prepare(command, target, from, to);
  if (command.has("target_leg_client_state")) {
    target.client_state = command.text("target_leg_client_state");
  } else if (world.settings.unstated.transfer_target_inherits_client_state) {
    target.client_state = leg.client_state;
  }
  target.on_answer.bridge = leg.number;
  target.transferred_from = leg.number;
  leg.stays_after_unbridge = command.text("park_after_unbridge") == "self";
  exit_queue(world, leg, "bridged");
  ring(world, target);
  return ok();
}

}  // namespace

CommandResult dial(const Command& command, Leg*& made) {
  auto& world = command.world;
  auto to = destinations_of(world, command.body["to"]);
  if (command.text("connection_id") != world.settings.connection_id) {
    return std::unexpected(bad_connection(world));
  }
  if (to.empty()) return std::unexpected(refusal("10004", "A number to dial is required.", "/to"));
  if (auto wrong = check_numbers(command.text("from"), to)) return std::unexpected(std::move(*wrong));
  const auto linked = named_leg(command, "link_to");
  if (!linked) return std::unexpected(linked.error());
  if (const auto supervised = named_leg(command, "supervise_call_control_id"); !supervised) {
    return std::unexpected(supervised.error());
  }
  const bool one_leg = world.settings.unstated.several_destinations == Unstated::Destinations::OneLeg;
  const auto all = to;
  if (one_leg) to.resize(1);
  if (!has_free_channels(world, to.size())) {
    return std::unexpected(refusal("90041", "All outbound channels of the account are in use."));
  }
  const auto legs = make_legs(command, to, *linked);
  made = &world.legs[legs.front()];
  if (all.size() > 1 && one_leg) merge_destinations(world, *made, all);
  auto answer = dialled(*made);
  for (const auto leg : legs) ring(world, world.legs[leg]);
  return answer;
}

CommandEffect transfer_command(std::string_view name) { return name == "transfer" ? transfer : nullptr; }

}  // namespace callwright::simulator
