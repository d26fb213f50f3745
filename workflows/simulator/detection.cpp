#include "workflows/simulator/detection.hpp"

#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/speech.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

/// How long a detection waits for a machine that stays silent instead of beeping.
constexpr Duration kSilence{1500};

bool is_premium(const Leg& leg) { return leg.detection == "premium"; }

std::string verdict_of(const Leg& leg) {
  if (!leg.person.verdict.empty()) return leg.person.verdict;
  if (leg.person.kind == Behaviour::Kind::Voicemail) return "machine";
  return is_premium(leg) ? "human_residence" : "human";
}

bool is_early_beep(const Leg& leg) {
  return leg.person.beeps && leg.person.beep_after_verdict < Duration{0} && verdict_of(leg) == "machine";
}

/// What the event of the greeting says; empty: there is none (Telnyx, answering-machine detection).
std::string greeting_of(const World& world, const Leg& leg) {
  if (leg.detection == "detect") return {};
  if (!leg.person.greeting.empty()) return leg.person.greeting;
  if (leg.person.beeps) return "beep_detected";
  if (is_premium(leg))
    return world.settings.unstated.premium_reports_a_missing_beep ? "no_beep_detected" : "";
  return leg.detection == "detect_beep" ? "" : "ended";
}

void report_greeting(World& world, Leg& leg) {
  const auto result = greeting_of(world, leg);
  if (result.empty()) return;
  emit(world, leg, is_premium(leg) ? "call.machine.premium.greeting.ended" : "call.machine.greeting.ended",
       {{"result", json_text(result)}});
}

void report_verdict(World& world, Leg& leg) {
  const auto verdict = verdict_of(leg);
  emit(world, leg, is_premium(leg) ? "call.machine.premium.detection.ended" : "call.machine.detection.ended",
       {{"result", json_text(verdict)}});
  if (verdict != "machine") return;
  if (world.settings.unstated.machine_verdict_cuts_speech) {
    end_gather(world, leg, "cancelled_amd");
    silence(world, leg, "cancelled_amd");
  }
  const auto beep = leg.person.beeps ? leg.person.beep_after_verdict : kSilence;
  world.while_live(leg, std::max(beep, Duration{0}), report_greeting);
}

}  // namespace

void begin_detection(World& world, Leg& leg) {
  if (leg.detection == "disabled") return;
  if (is_premium(leg) && is_early_beep(leg)) {
    // A beep before the result yields the greeting event alone.
    const auto beep = leg.person.verdict_after + leg.person.beep_after_verdict;
    world.while_live(leg, std::max(beep, Duration{0}), report_greeting);
  } else {
    world.while_live(leg, leg.person.verdict_after, report_verdict);
  }
}

}  // namespace callwright::simulator
