#include "workflows/engine/events.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/assistant.hpp"
#include "workflows/engine/bridge.hpp"
#include "workflows/engine/caller.hpp"
#include "workflows/engine/gate.hpp"
#include "workflows/engine/history.hpp"
#include "workflows/engine/hold.hpp"
#include "workflows/engine/insights.hpp"
#include "workflows/engine/join.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/occupation.hpp"
#include "workflows/engine/outgoing.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/texts.hpp"
#include "workflows/model/event_text.hpp"
#include "workflows/model/text.hpp"

#include <optional>

namespace callwright::engine {
namespace {

constexpr std::size_t kSeenMax = 512;

void remember(Call& call, const EventId& id) {
  if (!id) return;
  call.seen.push_back(fingerprint(id.text()));
  if (call.seen.size() > kSeenMax) call.seen.erase(call.seen.begin());
}

/// The leg that an event is about; empty for a leg that is not ours, or an event that names none.
std::optional<int> leg_of(const Call& call, const Event& event) {
  if (event.ours && event.ours->call == call.id && find_leg(call, event.ours->leg) != nullptr)
    return event.ours->leg;
  if (const auto* leg = find_leg(call, event.call_control_id)) return leg->number;
  for (const auto& leg : call.legs) {
    if (event.call_leg_id && leg.call_leg_id == event.call_leg_id) return leg.number;
  }
  // An event that names no leg at all belongs to the call, and so to its caller.
  if (event.call_control_id.empty() && event.call_leg_id.empty()) return 0;
  return std::nullopt;
}

void answered(Decision& d, int number, const Event& event) {
  auto& leg = d.leg(number);
  if (!leg.answered_at) leg.answered_at = event.occurred_at == TimePoint{} ? d.now : event.occurred_at;
  if (!d.raise(leg, LegState::Answered)) return;
  if (number != 0) {
    person_answered(d, number);
  } else if (is_outgoing(d.call)) {
    called_answered(d);
  } else if (const auto* run = d.live_run()) {
    tell_at_once(d, run->number);
  }
}

void apply_verdict(Decision& d, int leg, const Event& event, Verdict verdict) {
  if (leg != 0 || !is_outgoing(d.call)) return verdict_came(d, leg, verdict);
  called_verdict_came(d, verdict);
  answered(d, 0, event);  // only what was answered has one, and whoever answered must not wait for that event
}

void apply_machine_greeting(Decision& d, int leg, const Event& event, std::string_view result) {
  if (leg == 0 && is_outgoing(d.call)) called_greeting_ended(d);
  if (result == "beep_detected" && d.leg(leg).verdict == Verdict::None)
    apply_verdict(d, leg, event, Verdict::Machine);
}

/// The facts of an event on one of our legs.
void apply(Decision& d, int leg, const Event& event, const JsonNode& payload) {
  switch (event.type) {
    case EventType::CallInitiated:
      if (leg != 0 || is_outgoing(d.call)) leg_rings(d, leg);
      return;
    case EventType::CallAnswered: return answered(d, leg, event);
    case EventType::CallHangup: return leg_ended(d, leg, payload["hangup_cause"].str());
    case EventType::CallBridged: return leg_bridged(d, leg);
    case EventType::MachineDetectionEnded:
      return apply_verdict(d, leg, event, verdict_of(payload["result"].str()));
    case EventType::MachineGreetingEnded:
      return apply_machine_greeting(d, leg, event, payload["result"].str());
    case EventType::SpeakEnded: return speech_ended(d, leg);
    case EventType::GatherEnded:
      return gather_ended(d, leg, payload["status"].str(), payload["digits"].str());
    case EventType::DtmfReceived: return key_pressed(d, leg, payload["digit"].str());
    case EventType::ConversationCreated:
      if (leg == 0) conversation_known(d, event.conversation_id);
      return;
    case EventType::AssistantInitialization:
      if (leg == 0) conversation_named(d, event.conversation_id);
      return;
    case EventType::ConversationStartFailed: return assistant_start_failed(d);
    case EventType::ConversationEnded:
      if (leg == 0) history_came(d, payload);
      return conversation_end_told(d, leg, event.conversation_id, event.occurred_at);
    case EventType::MessageHistoryUpdated:
      if (leg == 0) history_came(d, payload);
      return;
    case EventType::PlaybackEnded:
      if (leg == 0) playback_ended(d, payload["status"].str());
      return;
    case EventType::InsightsGenerated:
    case EventType::PlaybackStarted:
    case EventType::SpeakStarted:
    case EventType::RecordingSaved:
    case EventType::CallCost:
    case EventType::Other: return;
  }
}

/// What Telnyx was given when it asked for the variables of a conversation.
void note_answer(Decision& d, const Event& event) {
  if (event.answer.is_null()) return;
  const auto answer = JsonDocument::of(event.answer);
  JsonWriter out;
  out.begin_object().key("variables_given").node(answer.root()["dynamic_variables"]);
  for (const auto* name : {"memory", "conversation"}) {
    if (answer.root()[name].exists()) out.key(name).node(answer.root()[name]);
  }
  d.record("fact", out.end_object().finish());
}

}  // namespace

void event_arrived(Decision& d, const Event& event) {
  d.cause = event.name;
  d.cause_event = event.id;
  d.record("received", Json::trusted(write_event(event)));
  remember(d.call, event.id);
  if (d.call.legs.empty()) {
    arrive(d, event);
    return;
  }
  note_answer(d, event);
  if (is_of_text(d.call, event)) return text_event_arrived(d, event);
  // However it was found, it is of this call's conversations: its rules run when the names are known.
  if (event.type == EventType::InsightsGenerated) return insights_arrived(d, event);
  const auto leg = leg_of(d.call, event);
  if (!leg) {
    d.decide("foreign_leg", {{"call_control_id", event.call_control_id.text()}});
    return;
  }
  const auto rules = matching_rules(d, event.name, event.payload, *leg);
  const bool is_late = d.leg(*leg).state == LegState::Ended && d.leg(*leg).call_control_id.empty();
  learn_ids(d, *leg, event.call_control_id, event.call_leg_id, event.call_session_id);
  // Dialled unseen, and given up: the phone rings now.
  if (is_late && event.call_control_id && event.type != EventType::CallHangup)
    hang_up_stray(d, *leg, "webhook");
  const auto payload = JsonDocument::of(event.payload);
  apply(d, *leg, event, payload.root());
  if (*leg == 0) end_occupation(d, event.name);
  list_effect(d, event.name, *leg);
  start_rules(d, rules);
}

}  // namespace callwright::engine
