#include "workflows/model/call.hpp"

#include <array>

namespace callwright {
namespace {

template <std::size_t Size, class Enum>
std::string_view pick(const std::array<std::string_view, Size>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < Size ? names[index] : std::string_view("invalid");
}

}  // namespace

std::string_view name_of(CallState state) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"arriving", "answering", "starting", "conversing", "escalating",
                                       "joined", "ending", "ended", "settled", "transferred", "failed"});
  return pick(kNames, state);
}

std::string_view name_of(LegState state) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"planned", "dialing", "ringing", "answered", "screening", "accepted", "joining", "joined", "ended"});
  return pick(kNames, state);
}

std::string_view name_of(AttemptOutcome outcome) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"open", "joined", "declined", "no_answer", "busy", "rejected", "machine", "no_key", "failed",
       "cancelled", "lost_race", "abandoned", "no_capacity", "unknown"});
  return pick(kNames, outcome);
}

std::string_view name_of(RunState state) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"ringing", "joining", "joined", "left", "exhausted", "cancelled", "caller_gone"});
  return pick(kNames, state);
}

std::string_view name_of(AssistantState state) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"none", "starting", "running", "stopping", "ended", "failed"});
  return pick(kNames, state);
}

std::string_view name_of(Verdict verdict) {
  static constexpr auto kNames = std::to_array<std::string_view>({"none", "human", "machine"});
  return pick(kNames, verdict);
}

std::string_view name_of(Purpose purpose) {
  static constexpr auto kNames = std::to_array<std::string_view>({"action",
                                                                  "dial",
                                                                  "gate",
                                                                  "gate_stop",
                                                                  "briefing",
                                                                  "join",
                                                                  "bridge",
                                                                  "release",
                                                                  "hangup",
                                                                  "tell",
                                                                  "stop_assistant",
                                                                  "goodbye",
                                                                  "restart_assistant",
                                                                  "hold",
                                                                  "hold_stop",
                                                                  "ask_leg",
                                                                  "ask_dial",
                                                                  "ask_conversation",
                                                                  "ask_insights",
                                                                  "ask_insight_name",
                                                                  "deliver",
                                                                  "hangup_stray",
                                                                  "ask_events",
                                                                  "ask_deliveries"});
  return pick(kNames, purpose);
}

std::string_view name_of(TimerKind kind) {
  static constexpr auto kNames = std::to_array<std::string_view>({"ring_timeout",
                                                                  "verdict_wait",
                                                                  "gate_deadline",
                                                                  "briefing_deadline",
                                                                  "release_deadline",
                                                                  "hangup_retry",
                                                                  "conversation_wait",
                                                                  "run_deadline",
                                                                  "silence",
                                                                  "action_effect",
                                                                  "named",
                                                                  "goodbye_deadline",
                                                                  "settle_wait",
                                                                  "duration_warning",
                                                                  "duration_end",
                                                                  "step_gap",
                                                                  "busy_retry",
                                                                  "capacity_retry",
                                                                  "hand_over",
                                                                  "dial_answer",
                                                                  "conversation_ask",
                                                                  "insights_ask",
                                                                  "conversation_end",
                                                                  "transfer_watch",
                                                                  "greeting_wait"});
  return pick(kNames, kind);
}

}  // namespace callwright
