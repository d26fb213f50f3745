#pragma once

#include "workflows/simulator/world.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace callwright::simulator {

/// Makes a conference with that leg in it; `conference.created` tells of it.
Conference& open_conference(World& world, Leg& creator, const std::string& name);

/// Adds an answered leg that is not in it; it leaves bridge, queue and former conference.
void join_conference(World& world, Conference& conference, Leg& leg, Attendee wishes);

/// What a Dial's `conference_config` asked for: the conference with that id or name, made when there is none.
void join_on_answer(World& world, Leg& leg);

/// Takes everybody off hold who waits for the start.
void start_conference(World& world, Conference& conference);

/// The leg leaves the conference that it is in; the last one, and one that was to, end it.
void leave_conference(World& world, Leg& leg);

/// Ends it; `hang_up` ends the legs that are in it too.
void end_conference(World& world, Conference& conference, std::string_view reason,
                    std::optional<Index> ended_by, bool hang_up);

/// Speaks or plays to one leg, or to all.
void sound(World& world, Conference& conference, Utterance what, std::optional<Index> leg);
/// Ends what one leg hears, or all.
void stop_sound(World& world, Conference& conference, std::optional<Index> leg);

/// The leg speaks: `conference.floor.changed` when another had the floor.
void take_floor(World& world, Conference& conference, const Leg& leg);

/// Ends the recording with that id, or all; `conference.recording.saved` follows.
void end_conference_recordings(World& world, Conference& conference, std::string_view id = {});

/// What `supervisor_role`, `mute`, `hold` and the like of a body ask for.
Attendee attendee_of(const JsonNode& body);

}  // namespace callwright::simulator
