#include "workflows/engine/hold.hpp"

#include "workflows/engine/telling.hpp"

#include <utility>

namespace callwright::engine {
namespace {

/// The run for whose caller audio is wanted now; null when there is none.
Run* run_to_hold_for(Decision& d) {
  auto* run = d.live_run();
  if (run == nullptr || !caller_is_there(d.call) || is_ending(d.call)) return nullptr;
  if (run->state != RunState::Ringing && run->state != RunState::Joining) return nullptr;
  if (run->hold_failed || run->join_mode == "bridge" || has_assistant(d.call)) return nullptr;
  if (d.escalation(*run).caller.hold_audio_url.empty()) return nullptr;
  return d.caller().state >= LegState::Answered ? run : nullptr;
}

void fail(Decision& d, Run& run, std::string_view why) {
  d.caller().on_hold = false;
  run.hold_failed = true;
  d.decide("hold_audio_failed", {{"run", std::to_string(run.number)}, {"why", std::string(why)}});
}

}  // namespace

void conclude_hold(Decision& d) {
  if (d.call.legs.empty()) return;
  auto* run = run_to_hold_for(d);
  auto& caller = d.caller();
  if (run == nullptr) {
    if (caller.on_hold) stop_hold(d);
    return;
  }
  if (caller.on_hold || caller.speaking != 0) return;
  caller.on_hold = true;
  const auto& url = d.escalation(*run).caller.hold_audio_url;
  d.send("playback_start", 0, json_object({{"audio_url", url}, {"loop", "infinity"}}), Purpose::Hold,
         run->number);
}

void stop_hold(Decision& d) {
  if (!std::exchange(d.caller().on_hold, false) || !caller_is_there(d.call)) return;
  d.send("playback_stop", 0, json_object({{"stop", "all"}}), Purpose::HoldStop, 0);
}

void hold_replied(Decision& d, int run_number, const Reply& reply) {
  if (reply.kind == Reply::Kind::Accepted) return caller_was_told(d, run_number);
  if (reply.kind == Reply::Kind::Refused) fail(d, d.run(run_number), reply.code);
}

void playback_ended(Decision& d, std::string_view status) {
  const bool was_cut = status.starts_with("cancelled") || status == "call_hangup";
  auto* run = run_to_hold_for(d);
  if (run != nullptr && d.caller().on_hold && !was_cut) fail(d, *run, status);
}

}  // namespace callwright::engine
