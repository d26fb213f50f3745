#include "workflows/simulator/conference_commands.hpp"

#include "workflows/simulator/conferences.hpp"
#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/speech.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace callwright::simulator {
namespace {

constexpr Duration kConferenceMediaLength = std::chrono::seconds{5};

/// The attendees that `call_control_ids` names; all when it is absent.
std::expected<std::vector<Attendee*>, ApiError> attendees_meant(const ConferenceCommand& command) {
  std::vector<Attendee*> meant;
  if (!command.body["call_control_ids"].exists()) {
    for (auto& attendee : command.conference.attendees) meant.push_back(&attendee);
    return meant;
  }
  for (const auto& id : command.body["call_control_ids"].elements()) {
    const auto* leg = command.world.find_leg(id.str());
    auto* attendee = leg == nullptr ? nullptr : command.conference.attendee(leg->number);
    if (attendee == nullptr) {
      return std::unexpected(
          refusal("90015", "A call_control_id is not in the conference.", "/call_control_ids"));
    }
    meant.push_back(attendee);
  }
  return meant;
}

CommandResult change(const ConferenceCommand& command, void (*what)(Attendee&)) {
  const auto meant = attendees_meant(command);
  if (!meant) return std::unexpected(meant.error());
  for (auto* attendee : *meant) {
    what(*attendee);
    attendee->updated_at = command.world.now;
  }
  return ok();
}

CommandResult join(const ConferenceCommand& command) {
  auto& conference = command.conference;
  const auto leg = leg_for_conference(command.world, command.body["call_control_id"].str());
  if (!leg) return std::unexpected(leg.error());
  if (conference.attendee((*leg)->number) != nullptr) {
    return std::unexpected(refusal("90044", "The call is in this conference already.", "/call_control_id"));
  }
  if (conference.attendees.size() >= conference.max_participants) {
    return std::unexpected(refusal("90032", "The conference has its maximum number of participants."));
  }
  if (command.body["client_state"].exists()) (*leg)->client_state = command.body["client_state"].str();
  join_conference(command.world, conference, **leg, attendee_of(command.body));
  if (command.body["start_conference_on_enter"].boolean().value_or(false)) {
    start_conference(command.world, conference);
  }
  return ok();
}

/// The attendee that `call_control_id` names.
std::expected<Attendee*, ApiError> named_attendee(const ConferenceCommand& command) {
  const auto* leg = command.world.find_leg(command.body["call_control_id"].str());
  auto* attendee = leg == nullptr ? nullptr : command.conference.attendee(leg->number);
  if (attendee != nullptr) return attendee;
  return std::unexpected(refusal("90015", "The call is not in the conference.", "/call_control_id"));
}

CommandResult leave(const ConferenceCommand& command) {
  const auto attendee = named_attendee(command);
  if (!attendee) return std::unexpected(attendee.error());
  leave_conference(command.world, command.world.legs[(*attendee)->leg]);
  return ok();
}

CommandResult hold(const ConferenceCommand& command) {
  return change(command, [](Attendee& attendee) { attendee.is_on_hold = true; });
}
CommandResult unhold(const ConferenceCommand& command) {
  return change(command, [](Attendee& attendee) { attendee.is_on_hold = false; });
}
CommandResult mute(const ConferenceCommand& command) {
  return change(command, [](Attendee& attendee) { attendee.is_muted = true; });
}
CommandResult unmute(const ConferenceCommand& command) {
  return change(command, [](Attendee& attendee) { attendee.is_muted = false; });
}

CommandResult update(const ConferenceCommand& command) {
  const auto attendee = named_attendee(command);
  if (!attendee) return std::unexpected(attendee.error());
  const auto wishes = attendee_of(command.body);
  (*attendee)->role = wishes.role;
  (*attendee)->whispers_to = wishes.whispers_to;
  (*attendee)->updated_at = command.world.now;
  return ok();
}

CommandResult let_sound(const ConferenceCommand& command, const Utterance& what) {
  const auto meant = attendees_meant(command);
  if (!meant) return std::unexpected(meant.error());
  if (meant->empty()) return std::unexpected(refusal("90033", "The conference has no active participants."));
  if (!command.body["call_control_ids"].exists()) {
    sound(command.world, command.conference, what, std::nullopt);
    return ok();
  }
  std::vector<Index> legs;
  for (const auto* attendee : *meant) legs.push_back(attendee->leg);
  for (const auto leg : legs) sound(command.world, command.conference, what, leg);
  return ok();
}

CommandResult speak(const ConferenceCommand& command) {
  Utterance speech;
  speech.text = command.body["payload"].str();
  speech.length = speaking_time(speech.text);
  return let_sound(command, speech);
}

CommandResult play(const ConferenceCommand& command) {
  Utterance playback;
  playback.kind = Utterance::Kind::Playback;
  playback.media_url = command.body["audio_url"].str();
  playback.media_name = command.body["media_name"].str();
  if (command.body["loop"].str() != "infinity") {
    const auto loops = Json::parse(command.body["loop"].display());
    const auto count = loops ? JsonDocument::of(*loops).root().integer().value_or(1) : 1;
    playback.length = kConferenceMediaLength * std::max<std::int64_t>(count, 1);
  }
  return let_sound(command, playback);
}

CommandResult stop(const ConferenceCommand& command) {
  const auto meant = attendees_meant(command);
  if (!meant) return std::unexpected(meant.error());
  if (!command.body["call_control_ids"].exists()) {
    stop_sound(command.world, command.conference, std::nullopt);
    return ok();
  }
  for (const auto* attendee : *meant) stop_sound(command.world, command.conference, attendee->leg);
  return ok();
}

CommandResult end(const ConferenceCommand& command) {
  // The documented reasons have none for a command: the host is what is nearest to it.
  end_conference(command.world, command.conference, "host_left", std::nullopt, true);
  return ok();
}

CommandResult record_start(const ConferenceCommand& command) {
  Recording recording;
  recording.id = command.world.ids.uuid();
  recording.since = command.world.now;
  recording.format = command.body["format"].str();
  recording.channels = command.body["channels"].exists() ? command.body["channels"].str() : "single";
  command.conference.recordings.push_back(std::move(recording));
  return ok();
}

CommandResult record_stop(const ConferenceCommand& command) {
  end_conference_recordings(command.world, command.conference, command.body["recording_id"].str());
  return ok();
}

CommandResult send_dtmf(const ConferenceCommand& command) {
  const auto meant = attendees_meant(command);
  if (!meant) return std::unexpected(meant.error());
  for (const auto* attendee : *meant) {
    command.world.legs[attendee->leg].keys_heard += command.body["digits"].str();
  }
  return ok();
}

}  // namespace

std::expected<Leg*, ApiError> leg_for_conference(World& world, const std::string& id) {
  auto* leg = world.find_leg(id);
  const std::string pointer = "/call_control_id";
  if (leg == nullptr) return std::unexpected(refusal("90015", "The call_control_id is not valid.", pointer));
  if (!leg->is_live()) return std::unexpected(refusal("90018", "The call has already ended.", pointer));
  if (!leg->is_answered()) return std::unexpected(refusal("90034", "The call is not answered yet.", pointer));
  return leg;
}

ConferenceEffect conference_effect(std::string_view name) {
  static const std::map<std::string_view, ConferenceEffect> effects = {
      {"conference_join", join},
      {"conference_leave", leave},
      {"conference_hold", hold},
      {"conference_unhold", unhold},
      {"conference_mute", mute},
      {"conference_unmute", unmute},
      {"conference_speak", speak},
      {"conference_play", play},
      {"conference_stop", stop},
      {"conference_update", update},
      {"conference_end", end},
      {"conference_record_start", record_start},
      {"conference_record_stop", record_stop},
      {"conference_send_dtmf", send_dtmf}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
