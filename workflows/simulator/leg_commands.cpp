#include "workflows/model/text.hpp"
#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/recording.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>
#include <map>

namespace callwright::simulator {
namespace {

/// What is dialled: `+1…,200` sends digits on answer and `sip:…;secure=srtp` asks for encryption.
std::string destination_of(const std::string& to) { return to.substr(0, to.find_first_of(",;")); }

std::optional<ApiError> check_numbers(const std::string& from, const std::string& to) {
  const auto destination = destination_of(to);
  if (!is_e164(destination) && !is_sip_uri(destination)) {
    return refusal("10016", "The 'to' parameter must be a number in +E.164 format or a SIP URI.", "/to");
  }
  if (!is_e164(from)) return refusal("10016", "The 'from' parameter must be in +E.164 format.", "/from");
  return std::nullopt;
}

Duration milliseconds_of(const JsonNode& number) { return Duration{number.integer().value_or(0)}; }

/// What dial, answer and transfer may ask for about the webhooks of the leg.
void read_webhook_wishes(const Command& command, Leg& leg) {
  if (const auto url = command.text("webhook_url"); !url.empty()) leg.webhook_url = url;
  auto& wishes = leg.webhooks;
  if (const auto method = command.text("webhook_url_method"); !method.empty()) wishes.method = method;
  if (const auto method = command.text("webhook_urls_method"); !method.empty()) wishes.map_method = method;
  for (const auto& [event, urls] : command.body["webhook_urls"].members()) {
    auto& own = wishes.urls[std::string(event)];
    if (urls.is_string()) own = {urls.str()};
    for (const auto& url : urls.elements()) own.push_back(url.str());
  }
  for (const auto& [event, policy] : command.body["webhook_retries_policies"].members()) {
    auto& own = wishes.retries[std::string(event)];
    for (const auto& pause : policy["retries_ms"].elements()) own.push_back(milliseconds_of(pause));
  }
}

/// Fills in what Dial and transfer have in common.
void prepare(const Command& command, Leg& leg, const std::string& from, const std::string& to) {
  auto& world = command.world;
  leg.from = from;
  leg.to = destination_of(to);
  if (const auto known = world.people.find(leg.to); known != world.people.end()) leg.person = known->second;
  leg.ring_time = std::chrono::seconds{command.number("timeout_secs")};
  leg.time_limit = std::chrono::seconds{command.number("time_limit_secs")};
  leg.retry_on_timeout = command.body["retry_on_timeout"].boolean().value_or(true);
  if (const auto mode = command.text("answering_machine_detection"); !mode.empty()) leg.detection = mode;
  read_webhook_wishes(command, leg);
  leg.record_on_answer = !command.text("record").empty();
  if (const auto channels = command.text("record_channels"); !channels.empty()) {
    leg.recording_channels = channels;
  }
}

std::string first_destination(const JsonNode& to) {
  return to.is_array() && to.size() > 0 ? to.elements().front().str() : to.str();
}

bool has_free_channel(const World& world) {
  if (!world.settings.outbound_channels) return true;
  const auto used =
      std::ranges::count_if(world.legs, [](const Leg& leg) { return !leg.incoming && leg.is_live(); });
  return static_cast<std::size_t>(used) < *world.settings.outbound_channels;
}

Json dialled(World& world, const Leg& leg) {
  JsonWriter writer;
  writer.begin_object().member("call_control_id", leg.id).member("call_leg_id", leg.leg_id);
  writer.member("call_session_id", leg.session_id).member("is_alive", false).member("record_type", "call");
  if (leg.client_state) writer.member("client_state", *leg.client_state);
  if (leg.record_on_answer) writer.member("recording_id", world.ids.uuid());
  return writer.end_object().finish();
}

CommandResult answer(const Command& command, Leg& leg) {
  auto& world = command.world;
  if (leg.is_answered()) return std::unexpected(refusal("10027", "The call has already been answered."));
  if (command.body["assistant"].exists()) leg.assistant_on_answer = command.body["assistant"].json();
  leg.record_on_answer = !command.text("record").empty();
  read_webhook_wishes(command, leg);
  const bool records = leg.record_on_answer;
  answer_leg(world, leg);
  if (!records) return ok();
  return json_object({{"result", "ok"}, {"recording_id", world.ids.uuid()}});
}

CommandResult reject(const Command& command, Leg& leg) {
  if (leg.is_answered() || !leg.incoming) {
    return std::unexpected(refusal("10027", "Only an incoming call that is not answered can be rejected."));
  }
  const bool busy = command.text("cause") == "USER_BUSY";
  end_leg(command.world, leg, {busy ? "user_busy" : "call_rejected", "callee", busy ? "486" : "603"});
  return ok();
}

CommandResult hang_up(const Command& command, Leg& leg) {
  end_leg(command.world, leg, command_hangup(leg));
  return ok();
}

/// The other leg of a bridge, when it can be bridged.
std::expected<Leg*, ApiError> partner_of(const Command& command, const Leg& leg) {
  auto* other = command.world.find_leg(command.text("call_control_id"));
  const std::string pointer = "/call_control_id";
  if (other == nullptr || other->number == leg.number) {
    return std::unexpected(refusal("90015", "The call_control_id to bridge with is not valid.", pointer));
  }
  if (!other->is_live()) {
    return std::unexpected(refusal("90018", "The call to bridge with has already ended.", pointer));
  }
  if (!other->is_answered()) {
    return std::unexpected(refusal("90034", "The call to bridge with is not answered yet.", pointer));
  }
  return other;
}

CommandResult bridge(const Command& command, Leg& leg) {
  if (!command.body["call_control_id"].exists()) return ok();  // queues and video rooms are not modelled
  const auto other = partner_of(command, leg);
  if (!other) return std::unexpected(other.error());
  leg.stays_after_unbridge = command.text("park_after_unbridge") == "self";
  if (command.flag("prevent_double_bridge") && (*other)->bridged_to) {
    end_leg(command.world, leg, {"normal_clearing", "unknown"});
  } else {
    bridge_legs(command.world, leg, **other);
  }
  return ok();
}

CommandResult transfer(const Command& command, Leg& leg) {
  auto& world = command.world;
  const auto to = command.text("to");
  const auto from = command.body["from"].exists() ? command.text("from") : leg.to;
  if (auto wrong = check_numbers(from, to)) return std::unexpected(std::move(*wrong));
  auto& target = world.add_leg();
  target.session_id = leg.session_id;
  prepare(command, target, from, to);
  if (command.body["target_leg_client_state"].exists()) {
    target.client_state = command.text("target_leg_client_state");
  }
  target.bridge_on_answer = leg.number;
  leg.stays_after_unbridge = command.text("park_after_unbridge") == "self";
  ring(world, target);
  return ok();
}

CommandResult refer(const Command& command, Leg& leg) {
  emit(command.world, leg, "call.refer.started", {{"sip_notify_response", Json::trusted("202")}});
  command.world.while_live(leg, std::chrono::seconds{1}, [](World& later, Leg& referred) {
    emit(later, referred, "call.refer.completed", {{"sip_notify_response", Json::trusted("200")}});
  });
  return ok();
}

CommandResult enqueue(const Command& command, Leg& leg) {
  auto& world = command.world;
  if (leg.queue_name) return std::unexpected(refusal("90038", "The call is already in a queue."));
  const auto name = command.text("queue_name");
  const auto waiting = std::ranges::count_if(
      world.legs, [&](const Leg& other) { return other.is_live() && other.queue_name == name; });
  leg.queue_name = name;
  emit(world, leg, "call.enqueued",
       {{"current_position", Json::trusted(std::to_string(waiting + 1))},
        {"queue", json_text(name)},
        {"queue_avg_wait_time_secs", Json::trusted("0")}});
  return ok();
}

CommandResult leave_queue(const Command& command, Leg& leg) {
  if (!leg.queue_name) return std::unexpected(refusal("90035", "The call is not in a queue."));
  const auto name = *std::exchange(leg.queue_name, std::nullopt);
  emit(command.world, leg, "call.dequeued", {{"queue", json_text(name)}, {"reason", json_text("leave")}});
  return ok();
}

CommandResult record_start(const Command& command, Leg& leg) {
  begin_recording(command.world, leg, command.text("channels"));
  return ok();
}

CommandResult record_stop(const Command& command, Leg& leg) {
  end_recording(command.world, leg);
  return ok();
}

CommandResult streaming_start(const Command& command, Leg& leg) {
  emit(command.world, leg, "streaming.started", {{"stream_url", json_text(command.text("stream_url"))}});
  return ok();
}

}  // namespace

CommandResult dial(const Command& command, Leg*& made) {
  auto& world = command.world;
  const auto to = first_destination(command.body["to"]);
  const auto from = command.text("from");
  if (command.text("connection_id") != world.settings.connection_id) {
    return std::unexpected(refusal("10015", "The connection_id is not valid.", "/connection_id"));
  }
  if (auto wrong = check_numbers(from, to)) return std::unexpected(std::move(*wrong));
  const auto link = command.text("link_to");
  const auto* linked = link.empty() ? nullptr : world.find_leg(link);
  if (!link.empty() && linked == nullptr) {
    return std::unexpected(refusal("90015", "The call to link to is not valid.", "/link_to"));
  }
  if (!has_free_channel(world)) {
    return std::unexpected(refusal("90041", "All outbound channels of the account are in use."));
  }
  auto& leg = world.add_leg();
  made = &leg;
  if (linked != nullptr) leg.session_id = linked->session_id;
  prepare(command, leg, from, to);
  if (command.body["client_state"].exists()) leg.client_state = command.text("client_state");
  if (command.body["assistant"].exists()) leg.assistant_on_answer = command.body["assistant"].json();
  if (linked != nullptr && command.flag("bridge_on_answer")) leg.bridge_on_answer = linked->number;
  leg.stays_after_unbridge = command.text("park_after_unbridge") == "self";
  ring(world, leg);
  return dialled(world, leg);
}

CommandEffect leg_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {{"answer", answer},
                                                                    {"reject", reject},
                                                                    {"hangup", hang_up},
                                                                    {"bridge", bridge},
                                                                    {"transfer", transfer},
                                                                    {"refer", refer},
                                                                    {"enqueue", enqueue},
                                                                    {"leave_queue", leave_queue},
                                                                    {"record_start", record_start},
                                                                    {"record_stop", record_stop},
                                                                    {"streaming_start", streaming_start}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
