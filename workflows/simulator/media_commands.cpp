#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/recording.hpp"
#include "workflows/simulator/streams.hpp"

#include <algorithm>
#include <map>

namespace callwright::simulator {
namespace {

CommandResult record_start(const Command& command, Leg& leg) {
  Recording recording;
  recording.ends_at_silence = command.number("timeout_secs") > 0;
  if (recording.ends_at_silence && leg.transcription) {
    return std::unexpected(
        refusal("90053", "A recording with timeout_secs cannot be started while the call is transcribed.",
                "/timeout_secs"));
  }
  recording.id = command.world.ids.uuid();
  recording.channels = command.text("channels");
  recording.format = command.text("format");
  recording.is_transcribed = command.flag("transcription");
  recording.length_max = std::chrono::seconds{command.number("max_length")};
  begin_recording(command.world, leg, std::move(recording));
  return ok();
}

/// The id of the recording that is meant; empty: all.
std::expected<std::string, ApiError> recording_meant(const Command& command, const Leg& leg) {
  auto id = command.text("recording_id");
  if (!id.empty()) {
    const auto found = std::ranges::find(leg.recordings, id, &Recording::id);
    if (found == leg.recordings.end()) {
      return std::unexpected(refusal("10005", "There is no such recording on the call.", "/recording_id"));
    }
    return id;
  }
  const bool all = command.world.settings.unstated.recording_commands_without_id_mean_all;
  return all || leg.recordings.empty() ? std::string() : leg.recordings.back().id;
}

CommandResult record_stop(const Command& command, Leg& leg) {
  const auto id = recording_meant(command, leg);
  if (!id) return std::unexpected(id.error());
  end_recordings(command.world, leg, *id);
  return ok();
}

CommandResult pause_recordings(const Command& command, Leg& leg, bool pause) {
  const auto id = recording_meant(command, leg);
  if (!id) return std::unexpected(id.error());
  for (auto& recording : leg.recordings) {
    if (id->empty() || recording.id == *id) recording.is_paused = pause;
  }
  return ok();
}

CommandResult record_pause(const Command& command, Leg& leg) { return pause_recordings(command, leg, true); }
CommandResult record_resume(const Command& command, Leg& leg) {
  return pause_recordings(command, leg, false);
}

CommandResult transcription_start(const Command& command, Leg& leg) {
  if (leg.transcription) {
    return std::unexpected(refusal("90054", "The call is already being transcribed."));
  }
  leg.transcription = transcription_of(command.body);
  return ok();
}

CommandResult transcription_stop(const Command& /*command*/, Leg& leg) {
  if (std::ranges::any_of(leg.recordings, &Recording::ends_at_silence)) {
    return std::unexpected(refusal("90055", "A recording with timeout_secs needs the transcription."));
  }
  leg.transcription.reset();
  return ok();
}

CommandResult streaming_start(const Command& command, Leg& leg) {
  begin_stream(command.world, leg, command.text("stream_url"), command.text("stream_track"));
  return ok();
}

CommandResult streaming_stop(const Command& command, Leg& leg) {
  end_streams(command.world, leg, command.text("stream_id"));
  return ok();
}

CommandResult suppression_start(const Command& /*command*/, Leg& leg) {
  leg.suppresses_noise = true;
  return ok();
}

CommandResult suppression_stop(const Command& /*command*/, Leg& leg) {
  leg.suppresses_noise = false;
  return ok();
}

}  // namespace

CommandEffect media_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {
      {"record_start", record_start},
      {"record_stop", record_stop},
      {"record_pause", record_pause},
      {"record_resume", record_resume},
      {"transcription_start", transcription_start},
      {"transcription_stop", transcription_stop},
      {"streaming_start", streaming_start},
      {"streaming_stop", streaming_stop},
      {"suppression_start", suppression_start},
      {"suppression_stop", suppression_stop}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
