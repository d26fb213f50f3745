#include "workflows/model/event.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callwright {
namespace {

constexpr auto kTypes = std::to_array<std::pair<std::string_view, EventType>>({
    {"call.initiated", EventType::CallInitiated},
    {"call.answered", EventType::CallAnswered},
    {"call.bridged", EventType::CallBridged},
    {"call.hangup", EventType::CallHangup},
    {"call.machine.detection.ended", EventType::MachineDetectionEnded},
    {"call.machine.premium.detection.ended", EventType::MachineDetectionEnded},
    {"call.machine.greeting.ended", EventType::MachineGreetingEnded},
    {"call.machine.premium.greeting.ended", EventType::MachineGreetingEnded},
    {"call.speak.started", EventType::SpeakStarted},
    {"call.speak.ended", EventType::SpeakEnded},
    {"call.playback.started", EventType::PlaybackStarted},
    {"call.playback.ended", EventType::PlaybackEnded},
    {"call.gather.ended", EventType::GatherEnded},
    {"call.dtmf.received", EventType::DtmfReceived},
    {"call.conversation.created", EventType::ConversationCreated},
    {"call.conversation.start_failed", EventType::ConversationStartFailed},
    {"call.conversation.ended", EventType::ConversationEnded},
    {"call.ai_gather.message_history_updated", EventType::MessageHistoryUpdated},
    {"call.conversation_insights.generated", EventType::InsightsGenerated},
    {"call.recording.saved", EventType::RecordingSaved},
    {"call.cost", EventType::CallCost},
    {"assistant.initialization", EventType::AssistantInitialization},
});

}  // namespace

EventType event_type_of(std::string_view canonical_name) {
  const auto* found =
      std::ranges::find(kTypes, canonical_name, &std::pair<std::string_view, EventType>::first);
  return found == kTypes.end() ? EventType::Other : found->second;
}

}  // namespace callwright
