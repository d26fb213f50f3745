#include "workflows/simulator/commands.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

constexpr Duration kMediaLength = std::chrono::seconds{5};

Duration milliseconds_of(const JsonNode& number) { return Duration{number.integer().value_or(0)}; }

void take_text(const Command& command, std::string_view field, std::string& into) {
  if (auto text = command.text(field); !text.empty()) into = std::move(text);
}

Json json_of(const Command& command, std::string_view field) {
  return command.has(field) ? command.body[field].json() : Json();
}

}  // namespace

void read_webhook_wishes(const Command& command, Leg& leg) {
  take_text(command, "webhook_url", leg.webhook_url);
  auto& wishes = leg.webhooks;
  take_text(command, "webhook_url_method", wishes.method);
  take_text(command, "webhook_urls_method", wishes.map_method);
  for (const auto& [event, urls] : command.body["webhook_urls"].members()) {
    auto& own = wishes.urls[std::string(event)];
    own.clear();
    if (urls.is_string()) own.push_back(urls.str());
    for (const auto& url : urls.elements()) own.push_back(url.str());
  }
  for (const auto& [event, policy] : command.body["webhook_retries_policies"].members()) {
    auto& own = wishes.retries[std::string(event)];
    own.clear();
    for (const auto& pause : policy["retries_ms"].elements()) own.push_back(milliseconds_of(pause));
  }
}

std::optional<Recording> recording_wish(const Command& command) {
  if (command.text("record").empty()) return std::nullopt;
  Recording recording;
  recording.id = command.world.ids.uuid();
  take_text(command, "record_channels", recording.channels);
  take_text(command, "record_format", recording.format);
  recording.length_max = std::chrono::seconds{command.number("record_max_length")};
  recording.ends_at_silence = command.number("record_timeout_secs") > 0;
  return recording;
}

Transcription transcription_of(const JsonNode& fields) {
  Transcription transcription;
  if (fields["transcription_tracks"].is_string()) transcription.tracks = fields["transcription_tracks"].str();
  transcription.engine = fields["transcription_engine"].str();
  return transcription;
}

void read_wishes_on_answer(const Command& command, Leg& leg) {
  auto& wishes = leg.on_answer;
  wishes.assistant = json_of(command, "assistant");
  wishes.relay = json_of(command, "conversation_relay_config");
  if (!command.text("stream_url").empty()) {
    wishes.stream = json_object(
        {{"stream_url", command.text("stream_url")}, {"stream_track", command.text("stream_track")}});
  }
  wishes.recording = recording_wish(command);
  if (command.flag("transcription"))
    wishes.transcription = transcription_of(command.body["transcription_config"]);
  wishes.detects_deepfakes = command.body["deepfake_detection"]["enabled"].boolean().value_or(false);
}

Utterance playback_of(const Command& command, std::string_view url_field, std::string_view name_field) {
  Utterance playback;
  playback.kind = Utterance::Kind::Playback;
  playback.media_url = command.text(url_field);
  playback.media_name = command.text(name_field);
  playback.length = kMediaLength;
  const auto& missing = command.world.settings.missing_media;
  for (const auto& name : {playback.media_url, playback.media_name}) {
    if (name.empty() || std::ranges::find(missing, name) == missing.end()) continue;
    playback.failure = "file_not_found";
    playback.length = Duration{0};
  }
  return playback;
}

}  // namespace callwright::simulator
