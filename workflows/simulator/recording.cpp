#include "workflows/simulator/recording.hpp"

#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <utility>

namespace callwright::simulator {
namespace {

constexpr Duration kSavedAfter{500};  // seen in one public trace
constexpr Duration kTranscribedAfter{2000};

void report_transcription(World& world, const Leg& leg, const Recording& recording) {
  std::string text;
  for (const auto& heard : leg.heard) text += (text.empty() ? "" : " ") + heard;
  emit(world, leg, "call.recording.transcription.saved",
       {{"calling_party_type", json_text(calling_party_type(leg))},
        {"recording_id", json_text(recording.id)},
        {"recording_transcription_id", json_text(world.ids.uuid())},
        {"status", json_text("completed")},
        {"transcription_text", json_text(text)}});
}

void report_saved(World& world, const Leg& leg, const Recording& recording, TimePoint ended) {
  if (!world.settings.recording_error.empty()) {
    emit(world, leg, "call.recording.error", {{"reason", json_text(world.settings.recording_error)}});
    return;
  }
  emit(world, leg, "call.recording.saved",
       {{"channels", json_text(recording.channels)},
        {"public_recording_urls", Json::trusted("{}")},
        {"recording_ended_at", json_time(ended)},
        {"recording_started_at", json_time(recording.since)},
        {"recording_urls", recording_urls(leg.leg_id, recording.format)}});
  if (!recording.is_transcribed) return;
  world.after(kTranscribedAfter, [number = leg.number, recording](World& later) {
    report_transcription(later, later.legs[number], recording);
  });
}

void save(World& world, const Leg& leg, Recording recording) {
  world.after(kSavedAfter, [number = leg.number, recording = std::move(recording), ended = world.now](
                               World& later) { report_saved(later, later.legs[number], recording, ended); });
}

}  // namespace

Json recording_urls(std::string_view name, std::string_view format) {
  JsonWriter writer;
  writer.begin_object();
  for (const std::string_view kind : {"mp3", "wav"}) {
    writer.key(kind);
    if (kind == format) {
      writer.string("https://recordings.test/" + std::string(name) + "." + std::string(kind));
    } else {
      writer.null();
    }
  }
  return writer.end_object().finish();
}

void begin_recording(World& world, Leg& leg, Recording recording) {
  recording.since = world.now;
  if (recording.length_max > Duration{0}) {
    world.while_live(leg, recording.length_max, [id = recording.id](World& later, Leg& recorded) {
      end_recordings(later, recorded, id);
    });
  }
  leg.recordings.push_back(std::move(recording));
}

void end_recordings(World& world, Leg& leg, std::string_view id) {
  auto kept = std::exchange(leg.recordings, {});
  for (auto& recording : kept) {
    if (id.empty() || recording.id == id) {
      save(world, leg, std::move(recording));
    } else {
      leg.recordings.push_back(std::move(recording));
    }
  }
}

}  // namespace callwright::simulator
