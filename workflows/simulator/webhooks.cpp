#include "workflows/simulator/webhooks.hpp"

#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace callwright::simulator {
namespace {

const WebhookType& webhook_type(std::string_view name) {
  const auto& webhooks = Catalogue::get().webhooks();
  const auto found = std::ranges::find(webhooks, name, &WebhookType::name);
  if (found == webhooks.end()) throw std::logic_error("not a Telnyx webhook: " + std::string(name));
  return *found;
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
    if (std::ranges::find(type.payload, name, &Field::name) != type.payload.end()) writer.member(name, value);
  }
  for (const auto& [name, value] : more) writer.member(name, value);
  return writer.end_object().finish();
}

Json envelope(const Json& data, int attempt, std::string_view delivered_to) {
  JsonWriter writer;
  writer.begin_object().member("data", data).key("meta").begin_object();
  writer.member("attempt", attempt).member("delivered_to", std::string(delivered_to));
  return writer.end_object().end_object().finish();
}

}  // namespace

Json json_text(std::string_view text) { return JsonWriter().string(text).finish(); }

Json json_time(TimePoint time) { return json_text(format_time(time)); }

void emit(World& world, const Leg& leg, std::string_view event_type, const Members& more) {
  Webhook webhook;
  webhook.at = world.now;
  webhook.event_id = world.ids.uuid();
  webhook.event_type = event_type;
  webhook.url = leg.webhook_url.empty() ? world.settings.webhook_url : leg.webhook_url;
  JsonWriter writer;
  writer.begin_object().member("record_type", "event").member("event_type", webhook.event_type);
  writer.member("id", webhook.event_id).member("occurred_at", format_time(world.now));
  writer.member("payload", payload_of(world, leg, webhook_type(event_type), more));
  const auto data = writer.end_object().finish();
  webhook.body = envelope(data, 1, webhook.url);
  world.event_log.push_back({world.now, webhook.event_type, leg.number, data});
  world.outbox.push_back(std::move(webhook));
}

Json redelivery(const Webhook& webhook, int attempt, std::string_view delivered_to) {
  const auto document = JsonDocument::of(webhook.body);
  return envelope(document.root()["data"].json(), attempt, delivered_to);
}

}  // namespace callwright::simulator
