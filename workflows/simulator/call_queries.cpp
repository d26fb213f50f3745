#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/queries.hpp"

#include <algorithm>
#include <map>
#include <string>
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

/// The legs of the list, oldest first.
std::vector<const Leg*> listed_legs(const World& world) {
  std::vector<const Leg*> listed;
  for (const auto& leg : world.legs) {
    const bool is_listed = world.now - leg.started_at >= world.settings.unstated.listed_after;
    if (is_listed && is_alive(world, leg)) listed.push_back(&leg);
  }
  return listed;
}

/// The page that `page[after]` or `page[before]` asks for. A cursor is the number of a leg, so that calls
/// which end between two pages move nothing.
Page cursor_page(const Query& query, const std::vector<const Leg*>& listed) {
  auto page = page_of(query, listed.size());
  const auto place_of = [&](std::size_t number) {
    return static_cast<std::size_t>(std::ranges::lower_bound(listed, number, {}, &Leg::number) -
                                    listed.begin());
  };
  if (const auto after = number_option(query, "page[after]")) {
    page.begin = place_of(*after + 1);
    page.end = std::min(listed.size(), page.begin + page.size);
  } else if (const auto before = number_option(query, "page[before]")) {
    page.end = place_of(*before);
    page.begin = page.end - std::min(page.end, page.size);
  }
  return page;
}

void write_cursors(JsonWriter& writer, const Query& query, const std::vector<const Leg*>& listed,
                   const Page& page) {
  const bool has_next = page.begin < page.end && page.end < listed.size();
  const bool has_previous = page.begin < page.end && page.begin > 0;
  const auto after = has_next ? std::to_string(listed[page.end - 1]->number) : "";
  const auto before = has_previous ? std::to_string(listed[page.begin]->number) : "";
  const auto path = [&](std::string_view which, const std::string& cursor) {
    return query.request.path + "?page[" + std::string(which) + "]=" + cursor +
           "&page[limit]=" + std::to_string(page.size);
  };
  writer.key("meta").begin_object().key("cursors").begin_object();
  if (has_next) writer.member("after", after);
  if (has_previous) writer.member("before", before);
  writer.end_object();
  if (has_next) writer.member("next", path("after", after));
  if (has_previous) writer.member("previous", path("before", before));
  writer.member("total_items", static_cast<std::int64_t>(listed.size())).end_object();
}

ApiResponse list_active_calls(const Query& query) {
  const auto& world = query.world;
  if (query.parameter("connection_id") != world.settings.connection_id) {
    return not_found("The requested connection was not found.");
  }
  const auto listed = listed_legs(world);
  const auto page = cursor_page(query, listed);
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  for (auto i = page.begin; i < page.end; ++i) {
    writer.begin_object();
    write_call(writer, world, *listed[i]);
    writer.end_object();
  }
  write_cursors(writer.end_array(), query, listed, page);
  return {200, writer.end_object().finish(), {}};
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
