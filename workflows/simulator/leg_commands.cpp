#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/conferences.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/queues.hpp"
#include "workflows/simulator/recording.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <map>

namespace callwright::simulator {
namespace {

CommandResult answer(const Command& command, Leg& leg) {
  auto& world = command.world;
  if (leg.is_answered()) return std::unexpected(refusal("10027", "The call has already been answered."));
  read_wishes_on_answer(command, leg);
  read_webhook_wishes(command, leg);
  answer_leg(world, leg);
  if (!leg.on_answer.recording) return ok();
  return json_object({{"result", "ok"}, {"recording_id", leg.on_answer.recording->id}});
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
  end_leg(command.world, leg, command_hangup(command.world, leg));
  return ok();
}

std::optional<ApiError> bridge_refusal(const Command& command, const Leg& other) {
  const std::string pointer = "/call_control_id";
  if (!other.is_live()) return refusal("90018", "The call to bridge with has already ended.", pointer);
  const bool may_ring =
      command.world.settings.unstated.ringing_target_can_be_bridged && command.flag("play_ringtone");
  if (!other.is_answered() && !may_ring) {
    return refusal("90034", "The call to bridge with is not answered yet.", pointer);
  }
  return std::nullopt;
}

/// The first call of a queue leaves it, even when the bridge then fails.
std::expected<Leg*, ApiError> head_of_queue(const Command& command) {
  auto& world = command.world;
  const auto found = world.queues.find(command.text("queue"));
  if (found == world.queues.end())
    return std::unexpected(refusal("10005", "There is no such queue.", "/queue"));
  if (found->second.entries.empty())
    return std::unexpected(refusal("10027", "The queue is empty.", "/queue"));
  auto& head = world.legs[found->second.entries.front().leg];
  const bool early = world.settings.unstated.queue_head_is_dequeued_before_the_bridge;
  exit_queue(world, head, early ? "bridging-in-process" : "bridged");
  return &head;
}

/// The other leg of a bridge, when it can be bridged.
std::expected<Leg*, ApiError> partner_of(const Command& command, const Leg& leg) {
  auto* other = command.world.find_leg(command.text("call_control_id"));
  if (command.has("queue")) {
    const auto head = head_of_queue(command);
    if (!head) return head;
    other = *head;
  }
  if (other == nullptr || other->number == leg.number) {
    return std::unexpected(
        refusal("90015", "The call_control_id to bridge with is not valid.", "/call_control_id"));
  }
  if (auto refused = bridge_refusal(command, *other)) return std::unexpected(std::move(*refused));
  return other;
}

CommandResult bridge(const Command& command, Leg& leg) {
  auto& world = command.world;
  if (command.has("video_room_id")) {
    emit(world, leg, "call.bridged");  // who else is in the room is not the model's
    return ok();
  }
  const auto other = partner_of(command, leg);
  if (!other) return std::unexpected(other.error());
  leg.stays_after_unbridge =
      command.text("park_after_unbridge") == "self" || command.flag("hold_after_unbridge");
  if (auto recording = recording_wish(command)) begin_recording(world, leg, std::move(*recording));
  if (command.flag("prevent_double_bridge") && (*other)->bridged_to) {
    end_leg(world, leg, {"normal_clearing", "unknown"});
  } else if (!(*other)->is_answered()) {
    (*other)->on_answer.bridge = leg.number;
  } else {
    bridge_legs(world, leg, **other);
  }
  return ok();
}

void finish_refer(World& world, Leg& leg) {
  if (world.settings.far_side_refuses_refer) {
    emit(world, leg, "call.refer.failed", {{"sip_notify_response", json_number(405)}});
    return;
  }
  emit(world, leg, "call.refer.completed", {{"sip_notify_response", json_number(200)}});
  if (world.settings.unstated.completed_refer_ends_the_leg) {
    end_leg(world, leg, {"normal_clearing", "caller", "200"});
  }
}

CommandResult refer(const Command& command, Leg& leg) {
  exit_queue(command.world, leg, "bridged");
  emit(command.world, leg, "call.refer.started", {{"sip_notify_response", json_number(202)}});
  command.world.while_live(leg, std::chrono::seconds{1}, finish_refer);
  return ok();
}

/// The new client_state was taken over before (perform_with_client_state).
CommandResult client_state_update(const Command& /*command*/, Leg& /*leg*/) { return ok(); }

CommandResult switch_supervisor_role(const Command& command, Leg& leg) {
  leg.supervisor_role = command.text("role");
  return ok();
}

CommandResult send_dtmf(const Command& command, Leg& leg) {
  leg.keys_heard += command.text("digits");
  return ok();
}

CommandResult send_sip_info(const Command& command, Leg& leg) {
  // Named in the command's text only: on which leg is stated, a payload is not.
  if (leg.bridged_to) emit(command.world, command.world.legs[*leg.bridged_to], "call.sip_info.received");
  return ok();
}

}  // namespace

CommandEffect leg_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {
      {"answer", answer},
      {"reject", reject},
      {"hangup", hang_up},
      {"bridge", bridge},
      {"refer", refer},
      {"client_state_update", client_state_update},
      {"switch_supervisor_role", switch_supervisor_role},
      {"send_dtmf", send_dtmf},
      {"send_sip_info", send_sip_info}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
