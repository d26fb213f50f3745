#include "service/simulation/witness.hpp"

#include "workflows/model/client_state.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace callwright::simulation {
namespace {

/// Whether the command has something spoken or played to its leg, by us or by the assistant.
bool is_heard(std::string_view operation, const JsonNode& body) {
  constexpr std::array<std::string_view, 7> kSounds = {
      "speak",           "playback_start",     "gather_using_speak", "gather_using_audio",
      "gather_using_ai", "ai_assistant_start", "ai_assistant_join"};
  if (operation == "ai_assistant_add_messages") return body["trigger_response"].boolean().value_or(true);
  return std::ranges::find(kSounds, operation) != kSounds.end();
}

}  // namespace

void Witness::saw(const Call& call) {
  auto& seen = calls_[call.id];
  const auto* run = live_run(call);
  const bool waits = run != nullptr && run->state != RunState::Joined;
  if (seen.waits) measure(seen);
  if (waits && !seen.waits) seen.told_at = stage_.now;
  seen.waits = waits;
  if (!call.runs.empty()) seen.escalation = call.runs.back().escalation;
  if (!call.legs.empty()) seen.caller = call.legs.front().call_control_id;
}

void Witness::took_effect(const simulator::Telnyx::Effect& effect) {
  const auto document = JsonDocument::of(effect.body);
  const auto body = document.root();
  if (effect.operation == "ai_assistant_add_messages") {
    for (const auto& message : body["messages"].elements())
      assistant_heard_.push_back(message["content"].str());
  }
  if (!is_heard(effect.operation, body)) return;
  for (auto& [id, seen] : calls_) {
    if (seen.caller.text() != effect.leg) continue;
    if (seen.waits) measure(seen);
    seen.told_at = stage_.now;
  }
}

void Witness::tool_answered(const CallId& call, const Json& answer) {
  assistant_heard_.push_back(JsonDocument::of(answer).root()["say"].str());
  const auto found = calls_.find(call);
  if (found != calls_.end()) found->second.told_at = stage_.now;
}

void Witness::look() {
  for (auto& [id, seen] : calls_) {
    if (seen.waits) measure(seen);
  }
}

void Witness::measure(Seen& seen) {
  const auto leg = stage_.telnyx.leg(seen.caller);
  const bool hears = !leg || leg->state != "answered" || leg->speaking || !leg->bridged_to.empty();
  if (hears) seen.told_at = stage_.now;
  silence_ = std::max(silence_, stage_.now - seen.told_at);
}

bool Witness::somebody_waits() const {
  return std::ranges::any_of(calls_, [](const auto& call) { return call.second.waits; });
}

std::string Witness::escalation_of(const CallId& call) const {
  const auto found = calls_.find(call);
  return found == calls_.end() ? std::string() : found->second.escalation;
}

}  // namespace callwright::simulation
