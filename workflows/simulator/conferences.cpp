#include "workflows/simulator/conferences.hpp"

#include "workflows/simulator/conference_events.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/queues.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulator {
namespace {

void remove(World& world, Conference& conference, Leg& leg) {
  std::erase_if(conference.attendees, [&](const Attendee& one) { return one.leg == leg.number; });
  std::erase_if(conference.sounding, [&](const Sounding& one) { return one.leg == leg.number; });
  leg.conference.reset();
  conference.updated_at = world.now;
  emit_of(world, conference, leg, "conference.participant.left");
}

void leave(World& world, Leg& leg) {
  auto& conference = world.conferences[*leg.conference];
  const auto wishes = *conference.attendee(leg.number);
  remove(world, conference, leg);
  if (wishes.ends_conference || wishes.ends_conference_softly) {
    end_conference(world, conference, "host_left", leg.number, wishes.ends_conference);
  } else if (conference.attendees.empty()) {
    end_conference(world, conference, "all_left", leg.number, false);
  }
}

Conference* running_conference_named(World& world, std::string_view name) {
  for (auto& conference : world.conferences) {
    if (!conference.ended_at && conference.name == name) return &conference;
  }
  return nullptr;
}

}  // namespace

Attendee attendee_of(const JsonNode& body) {
  Attendee attendee;
  attendee.is_muted = body["mute"].boolean().value_or(false);
  attendee.is_on_hold = body["hold"].boolean().value_or(false);
  attendee.ends_conference = body["end_conference_on_exit"].boolean().value_or(false);
  attendee.ends_conference_softly = body["soft_end_conference_on_exit"].boolean().value_or(false);
  if (body["supervisor_role"].is_string()) attendee.role = body["supervisor_role"].str();
  for (const auto& id : body["whisper_call_control_ids"].elements()) attendee.whispers_to.push_back(id.str());
  return attendee;
}

Conference& open_conference(World& world, Leg& creator, const std::string& name) {
  auto& conference = world.add_conference();
  conference.name = name;
  conference.region = "US";
  conference.creator = creator.number;
  emit_of(world, conference, creator, "conference.created");
  return conference;
}

void join_conference(World& world, Conference& conference, Leg& leg, Attendee wishes) {
  exit_queue(world, leg, "bridged");
  leave_bridge(world, leg);
  leave_conference(world, leg);
  wishes.id = world.ids.uuid();
  wishes.leg = leg.number;
  wishes.joined_at = world.now;
  wishes.updated_at = world.now;
  wishes.is_on_hold = wishes.is_on_hold || !conference.is_started;
  conference.attendees.push_back(std::move(wishes));
  conference.updated_at = world.now;
  leg.conference = conference.number;
  emit_of(world, conference, leg, "conference.participant.joined");
}

void join_on_answer(World& world, Leg& leg) {
  const auto document = JsonDocument::of(leg.on_answer.conference);
  const auto config = document.root();
  auto* conference = world.find_conference(config["id"].str());
  if (conference == nullptr) conference = running_conference_named(world, config["conference_name"].str());
  if (conference == nullptr) {
    conference = &open_conference(world, leg, config["conference_name"].str());
    conference->is_started = config["start_conference_on_create"].boolean().value_or(true);
  }
  if (conference->ended_at) return;
  join_conference(world, *conference, leg, attendee_of(config));
  if (config["start_conference_on_enter"].boolean().value_or(false)) start_conference(world, *conference);
}

void start_conference(World& world, Conference& conference) {
  if (std::exchange(conference.is_started, true)) return;
  for (auto& attendee : conference.attendees) {
    attendee.is_on_hold = false;
    attendee.updated_at = world.now;
  }
}

void leave_conference(World& world, Leg& leg) {
  if (leg.conference) leave(world, leg);
}

void end_conference(World& world, Conference& conference, std::string_view reason,
                    std::optional<Index> ended_by, bool hang_up) {
  if (conference.ended_at) return;
  conference.ended_at = world.now;
  conference.updated_at = world.now;
  conference.end_reason = reason;
  conference.ended_by = ended_by;
  conference.sounding.clear();
  std::vector<Index> present;
  for (const auto& attendee : conference.attendees) present.push_back(attendee.leg);
  for (const auto number : present) remove(world, conference, world.legs[number]);
  end_conference_recordings(world, conference);
  emit_of(world, conference, world.legs[ended_by.value_or(conference.creator)], "conference.ended",
          {{"reason", json_text(reason)}});
  if (!hang_up) return;
  for (const auto number : present) {
    auto& leg = world.legs[number];
    if (leg.is_live()) end_leg(world, leg, {"normal_clearing", "unknown"});
  }
}

void take_floor(World& world, Conference& conference, const Leg& leg) {
  if (conference.floor == leg.number) return;
  conference.floor = leg.number;
  emit_of(world, conference, leg, "conference.floor.changed");
}

}  // namespace callwright::simulator
