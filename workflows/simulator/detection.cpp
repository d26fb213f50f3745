#include "workflows/simulator/detection.hpp"

#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/speech.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {
namespace {

/// How long a voicemail's greeting lasts after the verdict, until its beep.
constexpr Duration kGreeting{1500};

std::string verdict_of(const Leg& leg) {
  if (!leg.person.verdict.empty()) return leg.person.verdict;
  if (leg.person.kind == Behaviour::Kind::Voicemail) return "machine";
  return leg.detection == "premium" ? "human_residence" : "human";
}

void report_greeting(World& world, Leg& leg) {
  const auto type =
      leg.detection == "premium" ? "call.machine.premium.greeting.ended" : "call.machine.greeting.ended";
  emit(world, leg, type, {{"result", json_text("beep_detected")}});
}

void report_verdict(World& world, Leg& leg) {
  const auto verdict = verdict_of(leg);
  const auto type =
      leg.detection == "premium" ? "call.machine.premium.detection.ended" : "call.machine.detection.ended";
  emit(world, leg, type, {{"result", json_text(verdict)}});
  if (verdict != "machine") return;
  if (world.settings.unstated.machine_verdict_cuts_speech) {
    end_gather(world, leg, "cancelled_amd");
    silence(world, leg, "cancelled_amd");
  }
  // `detect` alone reports no greeting (Telnyx, answering-machine detection).
  if (leg.detection != "detect") world.while_live(leg, kGreeting, report_greeting);
}

}  // namespace

void begin_detection(World& world, Leg& leg) {
  if (leg.detection != "disabled") world.while_live(leg, leg.person.verdict_after, report_verdict);
}

}  // namespace callwright::simulator
