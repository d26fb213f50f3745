#include "workflows/simulator/recording.hpp"

#include "workflows/simulator/webhooks.hpp"

#include <utility>

namespace callwright::simulator {
namespace {

constexpr Duration kSavedAfter{500};  // seen in one public trace

Json recording_urls(const Leg& leg) {
  return JsonWriter()
      .begin_object()
      .member("mp3", "https://recordings.test/" + leg.leg_id + ".mp3")
      .key("wav")
      .null()
      .end_object()
      .finish();
}

}  // namespace

void begin_recording(World& world, Leg& leg, const std::string& channels) {
  leg.recording_since = world.now;
  leg.recording_channels = channels;
}

void end_recording(World& world, Leg& leg) {
  if (!leg.recording_since) return;
  const auto began = *std::exchange(leg.recording_since, std::nullopt);
  world.after(kSavedAfter, [number = leg.number, began, ended = world.now](World& later) {
    const auto& recorded = later.legs[number];
    emit(later, recorded, "call.recording.saved",
         {{"channels", json_text(recorded.recording_channels)},
          {"public_recording_urls", Json::trusted("{}")},
          {"recording_ended_at", json_time(ended)},
          {"recording_started_at", json_time(began)},
          {"recording_urls", recording_urls(recorded)}});
  });
}

}  // namespace callwright::simulator
