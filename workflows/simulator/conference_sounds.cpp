#include "workflows/simulator/conference_events.hpp"
#include "workflows/simulator/conferences.hpp"
#include "workflows/simulator/recording.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace callwright::simulator {
namespace {

constexpr Duration kConferenceSavedAfter{500};

Json creator_session(const World& world, const Conference& conference) {
  return json_text(world.legs[conference.creator].session_id);
}

void report(World& world, const Conference& conference, const Sounding& sounding, std::string_view moment) {
  const bool is_playback = sounding.what.kind == Utterance::Kind::Playback;
  auto type = std::string(sounding.leg ? "conference.participant." : "conference.");
  type += is_playback ? "playback." : "speak.";
  type += moment;
  Members members = {{"creator_call_session_id", creator_session(world, conference)}};
  if (is_playback) {
    members.emplace_back("media_name", json_text(sounding.what.media_name));
    members.emplace_back("media_url", json_text(sounding.what.media_url));
  }
  emit_of(world, conference, world.legs[sounding.leg.value_or(conference.creator)], type, std::move(members));
}

void let_hear(World& world, const Conference& conference, const Sounding& sounding) {
  if (sounding.what.text.empty()) return;
  for (const auto& attendee : conference.attendees) {
    if (!sounding.leg || *sounding.leg == attendee.leg)
      world.legs[attendee.leg].heard.push_back(sounding.what.text);
  }
}

void report_saved(World& world, const Conference& conference, const Recording& recording, TimePoint ended) {
  emit_of(world, conference, world.legs[conference.creator], "conference.recording.saved",
          {{"channels", json_text(recording.channels)},
           {"format", json_text(recording.format)},
           {"public_recording_urls", Json::trusted("{}")},
           {"recording_ended_at", json_time(ended)},
           {"recording_id", json_text(recording.id)},
           {"recording_started_at", json_time(recording.since)},
           {"recording_urls", recording_urls(recording.id, recording.format)}});
}

}  // namespace

void emit_of(World& world, const Conference& conference, const Leg& leg, std::string_view event_type,
             Members more) {
  more.emplace(more.begin(), "conference_id", json_text(conference.id));
  emit(world, leg, event_type, more);
}

void sound(World& world, Conference& conference, Utterance what, std::optional<Index> leg) {
  const Sounding sounding{++conference.sounds_made, std::move(what), leg};
  let_hear(world, conference, sounding);
  report(world, conference, sounding, "started");
  conference.sounding.push_back(sounding);
  if (!sounding.what.length) return;
  world.after(*sounding.what.length, [place = conference.number, number = sounding.number](World& later) {
    auto& same = later.conferences[place];
    const auto found = std::ranges::find(same.sounding, number, &Sounding::number);
    if (found == same.sounding.end()) return;
    const auto over = std::move(*found);
    same.sounding.erase(found);
    report(later, same, over, "ended");
  });
}

void stop_sound(World& world, Conference& conference, std::optional<Index> leg) {
  auto all = std::exchange(conference.sounding, {});
  for (auto& sounding : all) {
    if (!leg || sounding.leg == leg) {
      report(world, conference, sounding, "ended");
    } else {
      conference.sounding.push_back(std::move(sounding));
    }
  }
}

void end_conference_recordings(World& world, Conference& conference, std::string_view id) {
  auto all = std::exchange(conference.recordings, {});
  for (auto& recording : all) {
    if (!id.empty() && recording.id != id) {
      conference.recordings.push_back(std::move(recording));
      continue;
    }
    world.after(kConferenceSavedAfter,
                [place = conference.number, recording, ended = world.now](World& later) {
                  report_saved(later, later.conferences[place], recording, ended);
                });
  }
}

}  // namespace callwright::simulator
