#include "workflows/simulator/webhooks.hpp"

#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace callwright::simulator {
namespace {

constexpr std::string_view kFloorChanged = "conference.floor.changed";

const WebhookType& webhook_type(std::string_view name) {
  const auto& webhooks = Catalogue::get().webhooks();
  const auto found = std::ranges::find(webhooks, name, &WebhookType::name);
  if (found == webhooks.end()) throw std::logic_error("not a Telnyx webhook: " + std::string(name));
  return *found;
}

bool is_documented(const WebhookType& type, std::string_view field) {
  return std::ranges::find(type.payload, field, &Field::name) != type.payload.end();
}

bool is_of_conference(std::string_view event_type) { return event_type.starts_with("conference."); }

/// The envelope of most conference events has no time: it is in the payload.
bool has_time(std::string_view event_type) {
  return !is_of_conference(event_type) || event_type == "conference.participant.joined" ||
         event_type == "conference.participant.left";
}

bool has_creation_time(std::string_view event_type) {
  return event_type == "call.conversation.created" || event_type == "call.conversation.ended" ||
         event_type == "call.conversation.start_failed";
}

Json payload_of(const World& world, const Leg& leg, const WebhookType& type, const Members& more) {
  const std::pair<std::string_view, Json> common[] = {
      {"call_control_id", json_text(leg.id)},
      {"call_leg_id", json_text(leg.leg_id)},
      {"call_session_id", json_text(leg.session_id)},
      {"connection_id", json_text(world.settings.connection_id)},
      {"client_state", leg.client_state ? json_text(*leg.client_state) : Json()},
      {"from", json_text(leg.from)},
      {"to", json_text(leg.to)}};
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [name, value] : common) {
    const bool is_left_out =
        name == "client_state" && !leg.client_state && !world.settings.unstated.empty_client_state_is_null;
    if (is_documented(type, name) && !is_left_out) writer.member(name, value);
  }
  for (const auto& [name, value] : more) {
    if (!is_documented(type, name)) throw std::logic_error(type.name + " has no " + std::string(name));
    writer.member(name, value);
  }
  return writer.end_object().finish();
}

Json envelope(const Json& data, int attempt, std::string_view delivered_to) {
  JsonWriter writer;
  writer.begin_object().member("data", data).key("meta").begin_object();
  writer.member("attempt", attempt).member("delivered_to", std::string(delivered_to));
  return writer.end_object().end_object().finish();
}

/// Telnyx's times have microseconds. The model's clock has milliseconds: the rest counts the events of one
/// instant.
std::string time_of_event(World& world) {
  if (world.last_event_at != world.now) world.events_of_this_instant = 0;
  world.last_event_at = world.now;
  auto text = format_time(world.now);
  const auto count = std::to_string(1000 + std::min(world.events_of_this_instant++, 999));
  text.insert(text.size() - 1, count.substr(1));
  return text;
}

/// The addresses that the leg asked for in this event's case; empty: the default one.
const std::vector<std::string>* own_urls(const Leg& leg, std::string_view event_type) {
  const auto found = leg.webhooks.urls.find(event_type);
  return found == leg.webhooks.urls.end() || found->second.empty() ? nullptr : &found->second;
}

bool is_bare(const World& world, const Webhook& webhook) {
  return webhook.event_type == kFloorChanged && !world.settings.unstated.floor_changes_are_wrapped;
}

void post(World& world, Webhook webhook, const Json& data, bool bare) {
  webhook.body = bare ? data : envelope(data, 1, webhook.url);
  world.delivery_log.open(webhook, data);
  world.outbox.push_back(std::move(webhook));
}

/// Addresses the webhook of a leg's event and puts it into the outbox, once for each receiver.
std::string post_for(World& world, const Leg& leg, Webhook webhook, const Json& data) {
  webhook.url = leg.webhook_url.empty() ? world.settings.webhook_url : leg.webhook_url;
  webhook.method = leg.webhooks.method;
  if (const auto own = leg.webhooks.retries.find(webhook.event_type); own != leg.webhooks.retries.end()) {
    webhook.retries = own->second;
  }
  std::vector<std::string> others;
  if (const auto* urls = own_urls(leg, webhook.event_type)) {
    webhook.url = urls->front();
    webhook.method = leg.webhooks.map_method;
    others.assign(urls->begin() + 1, urls->end());
  }
  if (!world.settings.unstated.every_webhook_url_gets_the_event)
    webhook.further_urls = std::exchange(others, {});
  const bool bare = is_bare(world, webhook);
  post(world, webhook, data, bare);
  const auto first = world.outbox.back().delivery_id;
  for (auto& url : others) {
    webhook.url = std::move(url);
    post(world, webhook, data, bare);
  }
  return first;
}

}  // namespace

Json json_text(std::string_view text) { return JsonWriter().string(text).finish(); }

Json json_time(TimePoint time) { return json_text(format_time(time)); }

Json json_flag(bool flag) { return Json::trusted(flag ? "true" : "false"); }

Json json_number(std::int64_t number) { return Json::trusted(std::to_string(number)); }

void emit(World& world, const Leg& leg, std::string_view event_type, const Members& more) {
  Webhook webhook;
  webhook.at = world.now;
  webhook.event_id = world.ids.uuid();
  webhook.event_type = event_type;
  JsonWriter writer;
  writer.begin_object().member("record_type", "event").member("event_type", webhook.event_type);
  writer.member("id", webhook.event_id);
  const auto time = time_of_event(world);
  if (has_creation_time(event_type)) writer.member("created_at", time);
  if (has_time(event_type)) writer.member("occurred_at", time);
  const auto& type = webhook_type(event_type);
  Members members = more;
  if (is_of_conference(event_type) && is_documented(type, "occurred_at")) {
    members.emplace_back("occurred_at", json_text(time));
  }
  writer.member("payload", payload_of(world, leg, type, members));
  const auto data = writer.end_object().finish();
  LoggedEvent logged{world.now, webhook.event_type, leg.number, data, {}};
  logged.delivery_id = post_for(world, leg, std::move(webhook), data);
  world.event_log.push_back(std::move(logged));
}

void emit_bare(World& world, std::string_view event_type, std::string url, const Json& body) {
  Webhook webhook;
  webhook.at = world.now;
  webhook.event_id = world.ids.uuid();
  webhook.event_type = event_type;
  webhook.url = std::move(url);
  post(world, std::move(webhook), body, true);
}

Json redelivery(const Webhook& webhook, int attempt, std::string_view delivered_to) {
  const auto document = JsonDocument::of(webhook.body);
  if (!document.root()["data"].exists()) return webhook.body;  // one without an envelope
  return envelope(document.root()["data"].json(), attempt, delivered_to);
}

}  // namespace callwright::simulator
