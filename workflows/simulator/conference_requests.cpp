#include "workflows/simulator/command_memory.hpp"
#include "workflows/simulator/conference_commands.hpp"
#include "workflows/simulator/conferences.hpp"
#include "workflows/simulator/queries.hpp"

#include <map>
#include <vector>

namespace callwright::simulator {
namespace {

std::string_view status_of(const Conference& conference) {
  if (conference.ended_at) return "completed";
  return conference.is_started ? "in_progress" : "init";
}

void write_conference(JsonWriter& writer, const World& world, const Conference& conference) {
  writer.begin_object().member("connection_id", world.settings.connection_id);
  writer.member("created_at", format_time(conference.created_at));
  if (conference.ended_at) writer.member("end_reason", conference.end_reason);
  if (conference.ended_by) {
    const auto& leg = world.legs[*conference.ended_by];
    writer.key("ended_by").begin_object().member("call_control_id", leg.id);
    writer.member("call_session_id", leg.session_id).end_object();
  }
  if (conference.expires_at) writer.member("expires_at", format_time(*conference.expires_at));
  writer.member("id", conference.id).member("name", conference.name).member("record_type", "conference");
  writer.member("region", conference.region).member("status", status_of(conference));
  writer.member("updated_at", format_time(conference.updated_at)).end_object();
}

void write_attendee(JsonWriter& writer, const World& world, const Conference& conference,
                    const Attendee& attendee) {
  const auto& leg = world.legs[attendee.leg];
  writer.begin_object().member("call_control_id", leg.id).member("call_leg_id", leg.leg_id);
  writer.key("conference").begin_object().member("id", conference.id).member("name", conference.name);
  writer.end_object().member("created_at", format_time(attendee.joined_at));
  writer.member("end_conference_on_exit", attendee.ends_conference).member("id", attendee.id);
  writer.member("muted", attendee.is_muted).member("on_hold", attendee.is_on_hold);
  writer.member("record_type", "participant");
  writer.member("soft_end_conference_on_exit", attendee.ends_conference_softly).member("status", "joined");
  writer.member("updated_at", format_time(attendee.updated_at)).key("whisper_call_control_ids").begin_array();
  for (const auto& id : attendee.whispers_to) writer.string(id);
  writer.end_array().end_object();
}

ApiResponse one_conference(const World& world, const Conference& conference) {
  JsonWriter writer;
  write_conference(writer.begin_object().key("data"), world, conference);
  return {200, writer.end_object().finish(), {}};
}

/// Telnyx ends a conference after 4 hours at the latest.
void limit_duration(World& world, Conference& conference, std::int64_t minutes) {
  constexpr std::chrono::minutes kLongest{240};
  const auto duration = minutes <= 0 ? kLongest : std::min(std::chrono::minutes{minutes}, kLongest);
  conference.expires_at = world.now + duration;
  world.after(duration, [number = conference.number](World& later) {
    end_conference(later, later.conferences[number], "time_exceeded", std::nullopt, true);
  });
}

void note(const Query& query, std::string id) {
  query.world.effects.push_back({query.world.now, query.route.operation->name, std::move(id),
                                 query.body.exists() ? query.body.json() : Json()});
}

ApiResponse create_conference(const Query& query) {
  auto& world = query.world;
  const auto command_id = query.body["command_id"].str();
  if (auto duplicate = duplicate_of(world, world.conference_commands, command_id))
    return std::move(*duplicate);
  const auto leg = leg_for_conference(world, query.body["call_control_id"].str());
  if (!leg) return response_of(leg.error());
  if (query.body["client_state"].exists()) (*leg)->client_state = query.body["client_state"].str();
  auto& conference = open_conference(world, **leg, query.body["name"].str());
  conference.is_started = query.body["start_conference_on_create"].boolean().value_or(true);
  if (const auto region = query.body["region"].str(); !region.empty()) conference.region = region;
  conference.max_participants =
      static_cast<std::size_t>(query.body["max_participants"].integer().value_or(250));
  limit_duration(world, conference, query.body["duration_minutes"].integer().value_or(0));
  join_conference(world, conference, **leg, {});
  note(query, conference.id);
  auto answer = one_conference(world, conference);
  remember(world, world.conference_commands, command_id, JsonDocument::of(answer.body).root()["data"].json());
  return answer;
}

ApiResponse unknown_conference() { return response_of(refusal("90058", "The conference does not exist.")); }

ApiResponse perform(const Query& query) {
  auto& world = query.world;
  auto* conference = world.find_conference(query.parameter("id"));
  if (conference == nullptr) return unknown_conference();
  if (conference->ended_at) {
    return response_of(refusal("90019", "This conference is no longer active and can't receive commands."));
  }
  const auto command_id = query.body["command_id"].str();
  if (auto duplicate = duplicate_of(world, conference->commands, command_id)) return std::move(*duplicate);
  const auto effect = conference_effect(query.route.operation->name);
  const auto result = effect({world, *conference, query.body});
  if (!result) return response_of(result.error());
  remember(world, conference->commands, command_id, *result);
  note(query, conference->id);
  return wrapped(*result);
}

ApiResponse list_conferences(const Query& query) {
  std::vector<const Conference*> found;
  for (const auto& conference : query.world.conferences) {
    const std::string status(status_of(conference));
    if (query.option("filter[name]").value_or(conference.name) == conference.name &&
        query.option("filter[status]").value_or(status) == status) {
      found.push_back(&conference);
    }
  }
  return list_of(query, found.size(), [&](JsonWriter& writer, std::size_t i) {
    write_conference(writer, query.world, *found[i]);
  });
}

ApiResponse retrieve_conference(const Query& query) {
  const auto* conference = query.world.find_conference(query.parameter("id"));
  return conference == nullptr ? unknown_conference() : one_conference(query.world, *conference);
}

bool is_asked_for(const Query& query, const Attendee& attendee) {
  const auto fits = [&](std::string_view filter, bool value) {
    return query.option(filter).value_or(value ? "true" : "false") == (value ? "true" : "false");
  };
  return fits("filter[muted]", attendee.is_muted) && fits("filter[on_hold]", attendee.is_on_hold) &&
         fits("filter[whispering]", attendee.role == "whisper");
}

ApiResponse list_participants(const Query& query) {
  const auto* conference = query.world.find_conference(query.parameter("conference_id"));
  if (conference == nullptr) return unknown_conference();
  std::vector<const Attendee*> found;
  for (const auto& attendee : conference->attendees) {
    if (is_asked_for(query, attendee)) found.push_back(&attendee);
  }
  return list_of(query, found.size(), [&](JsonWriter& writer, std::size_t i) {
    write_attendee(writer, query.world, *conference, *found[i]);
  });
}

}  // namespace

QueryAnswer conference_query(std::string_view name) {
  if (conference_effect(name) != nullptr) return perform;
  static const std::map<std::string_view, QueryAnswer> answers = {
      {"create_conference", create_conference},
      {"list_conferences", list_conferences},
      {"retrieve_conference", retrieve_conference},
      {"list_conference_participants", list_participants}};
  const auto found = answers.find(name);
  return found == answers.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
