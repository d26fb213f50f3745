#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/queries.hpp"

#include <map>
#include <vector>

namespace callwright::simulator {
namespace {

/// A call's status is kept for ten minutes after its end.
constexpr Duration kStatusKept = std::chrono::minutes{10};

bool is_alive(const World& world, const Leg& leg) {
  if (leg.ended_at) return world.now - *leg.ended_at < world.settings.unstated.alive_after_end;
  return leg.is_answered() || (leg.is_live() && world.settings.unstated.ringing_is_alive);
}

std::int64_t seconds_up(const World& world, const Leg& leg) {
  if (!leg.answered_at) return 0;
  const auto up = leg.ended_at.value_or(world.now) - *leg.answered_at;
  return std::chrono::duration_cast<std::chrono::seconds>(up).count();
}

void write_call(JsonWriter& writer, const World& world, const Leg& leg) {
  writer.member("call_control_id", leg.id).member("call_duration", seconds_up(world, leg));
  writer.member("call_leg_id", leg.leg_id).member("call_session_id", leg.session_id);
  if (leg.client_state) writer.member("client_state", *leg.client_state);
  writer.member("record_type", "call");
}

ApiResponse retrieve_call_status(const Query& query) {
  const auto& world = query.world;
  const auto* leg = query.world.find_leg(query.parameter("call_control_id"));
  if (leg == nullptr || (leg->ended_at && world.now - *leg->ended_at > kStatusKept)) {
    return not_found("The requested call was not found.");
  }
  JsonWriter writer;
  writer.begin_object().key("data").begin_object();
  write_call(writer, world, *leg);
  writer.member("is_alive", is_alive(world, *leg)).member("start_time", format_time(leg->started_at));
  const bool shows_end = leg->ended_at && !is_alive(world, *leg);
  if (shows_end) writer.member("end_time", format_time(*leg->ended_at));
  return {200, writer.end_object().end_object().finish(), {}};
}

ApiResponse list_active_calls(const Query& query) {
  const auto& world = query.world;
  if (query.parameter("connection_id") != world.settings.connection_id) {
    return not_found("The requested connection was not found.");
  }
  std::vector<const Leg*> alive;
  for (const auto& leg : world.legs) {
    const bool is_listed = world.now - leg.started_at >= world.settings.unstated.listed_after;
    if (is_listed && is_alive(world, leg)) alive.push_back(&leg);
  }
  const auto page = page_of(query, alive.size());
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  for (auto i = page.begin; i < page.end; ++i) {
    writer.begin_object();
    write_call(writer, world, *alive[i]);
    writer.end_object();
  }
  writer.end_array().key("meta").begin_object().key("cursors").begin_object();
  if (page.end < alive.size()) writer.member("after", std::to_string(page.end));
  writer.end_object().member("total_items", static_cast<std::int64_t>(alive.size()));
  return {200, writer.end_object().end_object().finish(), {}};
}

}  // namespace

QueryAnswer call_query(std::string_view name) {
  static const std::map<std::string_view, QueryAnswer> answers = {
      {"retrieve_call_status", retrieve_call_status},
      {"list_active_calls", list_active_calls},
      {"list_call_events", list_call_events}};
  const auto found = answers.find(name);
  return found == answers.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
