#include "workflows/simulator/on_answer.hpp"

#include "workflows/simulator/conferences.hpp"
#include "workflows/simulator/conversations.hpp"
#include "workflows/simulator/detection.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/recording.hpp"
#include "workflows/simulator/speech.hpp"
#include "workflows/simulator/streams.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {
namespace {

constexpr Duration kDeepfakeVerdictAfter{5000};

void begin_media(World& world, Leg& leg) {
  if (leg.on_answer.recording) begin_recording(world, leg, *leg.on_answer.recording);
  if (leg.on_answer.transcription) leg.transcription = leg.on_answer.transcription;
  if (!leg.on_answer.stream.is_null()) {
    const auto stream = JsonDocument::of(leg.on_answer.stream);
    begin_stream(world, leg, stream.root()["stream_url"].str(), stream.root()["stream_track"].str());
  }
}

void begin_deepfake_detection(World& world, const Leg& leg) {
  if (!leg.on_answer.detects_deepfakes) return;
  world.while_live(leg, kDeepfakeVerdictAfter, [](World& later, Leg& judged) {
    emit(later, judged, "call.deepfake_detection.result",
         {{"consistency", Json::trusted("0.9")},
          {"result", json_text("real")},
          {"score", Json::trusted("0.1")}});
  });
}

void bridge_now(World& world, Leg& leg) {
  if (!leg.on_answer.bridge) return;
  auto& other = world.legs[*leg.on_answer.bridge];
  if (!other.is_answered()) return;
  if (other.bridged_to && leg.on_answer.prevents_double_bridge) {
    end_leg(world, leg, {"normal_clearing", "unknown"});
  } else {
    bridge_legs(world, other, leg);
  }
}

/// What is played to the far side comes before the bridge.
void play_and_bridge(World& world, Leg& leg) {
  if (!leg.on_answer.playback) return bridge_now(world, leg);
  const auto length = leg.on_answer.playback->length.value_or(Duration{0});
  say(world, leg, *leg.on_answer.playback);
  world.while_live(leg, length, bridge_now);
}

}  // namespace

void begin_what_waited(World& world, Leg& leg) {
  begin_media(world, leg);
  if (!leg.on_answer.assistant.is_null()) start_on_answer(world, leg);
  if (!leg.on_answer.relay.is_null()) start_relay(world, leg);
  if (!leg.on_answer.conference.is_null()) join_on_answer(world, leg);
  begin_deepfake_detection(world, leg);
  leg.keys_heard += leg.on_answer.digits;
  if (!leg.incoming) begin_detection(world, leg);
  play_and_bridge(world, leg);
}

}  // namespace callwright::simulator
