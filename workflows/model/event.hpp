#pragma once

#include "workflows/model/client_state.hpp"
#include "workflows/model/ids.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// The webhooks that a decision may depend on. Every other type is kept as `Other` under its own name.
enum class EventType : std::uint8_t {
  Other,
  CallInitiated,
  CallAnswered,
  CallBridged,
  CallHangup,
  MachineDetectionEnded,  ///< also premium
  MachineGreetingEnded,   ///< also premium
  SpeakStarted,
  SpeakEnded,
  PlaybackStarted,
  PlaybackEnded,
  GatherEnded,
  DtmfReceived,
  ConversationCreated,
  ConversationStartFailed,
  ConversationEnded,
  MessageHistoryUpdated,
  InsightsGenerated,
  RecordingSaved,
  CallCost,
  AssistantInitialization,  ///< the one webhook whose answer is read
};

/// One Telnyx webhook, its shape and spelling already made canonical (see handlers/webhook/parse_event.hpp).
struct Event {
  EventId id;
  EventType type = EventType::Other;
  std::string name;  ///< canonical dotted name, `call.answered`; Telnyx's own spelling for unknown types
  TimePoint occurred_at{};
  CallControlId call_control_id;
  CallLegId call_leg_id;
  CallSessionId call_session_id;
  ConversationId conversation_id;
  std::string connection_id;
  std::string from;
  std::string to;
  std::string direction;            ///< `incoming`, `outgoing` or empty
  std::optional<ClientState> ours;  ///< client_state, when it is one of ours
  Json payload;                     ///< `data.payload`, or the whole flat body
  Json answer;                      ///< what AssistantInitialization was answered; null for every other event
  friend bool operator==(const Event&, const Event&) = default;
};

/// The canonical name's type: `call.machine.premium.detection.ended` is MachineDetectionEnded.
EventType event_type_of(std::string_view canonical_name);

}  // namespace callwright
