#include "workflows/simulator/queries.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace callwright::simulator {
namespace {

/// How far the list goes back without a leg or session to look for.
constexpr Duration kLookBack = std::chrono::hours{24};

/// The documentation has three values and no meaning for them: here, how far the leg of the event is.
std::string_view progress_of(const Leg& leg) {
  if (!leg.is_live()) return "completed";
  return leg.is_answered() ? "in_progress" : "init";
}

bool has_failed(const World& world, const LoggedEvent& event) {
  const auto* delivery = world.delivery_log.find(event.delivery_id);
  return delivery != nullptr && delivery->is_over && !delivery->is_delivered;
}

/// Telnyx compares names of applications without regard to case.
bool application_fits(const Query& query) {
  const auto wanted = query.option("filter[application_name][contains]");
  if (!wanted) return true;
  const auto lower = [](std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
  };
  return lower(query.world.settings.application_name).find(lower(*wanted)) != std::string::npos;
}

bool leg_fits(const Query& query, const Leg& leg) {
  const auto fits = [&](std::string_view filter, std::string_view value) {
    return query.option(filter).value_or(std::string(value)) == value;
  };
  return fits("filter[leg_id]", leg.leg_id) && fits("filter[application_session_id]", leg.session_id) &&
         fits("filter[from]", leg.from) && fits("filter[to]", leg.to) &&
         fits("filter[status]", progress_of(leg));
}

bool is_recent_enough(const Query& query, const LoggedEvent& event) {
  const bool looks_for_a_call =
      query.option("filter[leg_id]") || query.option("filter[application_session_id]");
  return looks_for_a_call || query.world.now - event.at <= kLookBack;
}

bool is_asked_for(const Query& query, const LoggedEvent& event) {
  const auto& world = query.world;
  const auto fits = [&](std::string_view filter, std::string_view value) {
    return query.option(filter).value_or(std::string(value)) == value;
  };
  return leg_fits(query, world.legs[event.leg]) && is_recent_enough(query, event) &&
         fits("filter[connection_id]", world.settings.connection_id) &&
         fits("filter[outbound.outbound_voice_profile_id]", "") && fits("filter[product]", "call_control") &&
         fits("filter[name]", event.name) &&
         fits("filter[type]", event.is_command() ? "command" : "webhook") &&
         fits("filter[failed]", has_failed(world, event) ? "true" : "false") && application_fits(query) &&
         is_within(query, "filter[occurred_at]", event.at);
}

void write_delivery(JsonWriter& writer, const DeliveryRecord& delivery) {
  if (delivery.attempts.empty()) return;
  const auto& last = delivery.attempts.back().report;
  writer.member("attempt", last.attempt).member("delivered_to", last.url);
  writer.member("status", delivery.is_delivered ? "delivered" : "failed");
}

void write_event(JsonWriter& writer, const World& world, const LoggedEvent& event) {
  const auto& leg = world.legs[event.leg];
  writer.begin_object().member("record_type", "call_event");
  writer.member("type", event.is_command() ? "command" : "webhook").member("name", event.name);
  writer.member("call_leg_id", leg.leg_id).member("call_session_id", leg.session_id);
  writer.member("event_timestamp", format_time(event.at)).key("metadata").begin_object();
  if (const auto* delivery = world.delivery_log.find(event.delivery_id)) write_delivery(writer, *delivery);
  writer.member("event", event.event).end_object().end_object();
}

}  // namespace

ApiResponse list_call_events(const Query& query) {
  std::vector<const LoggedEvent*> found;
  for (const auto& event : query.world.event_log) {
    if (is_asked_for(query, event)) found.push_back(&event);
  }
  const auto page = page_of(query, found.size());
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  for (auto i = page.begin; i < page.end; ++i) write_event(writer, query.world, *found[i]);
  writer.end_array().member("meta", page_meta(page, found.size()));
  return {200, writer.end_object().finish(), {}};
}

}  // namespace callwright::simulator
