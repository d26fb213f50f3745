#include "service/simulator/log_json.hpp"

namespace callwright::simulator {
namespace {

void write_leg(JsonWriter& out, const Telnyx::LegView& leg) {
  out.begin_object()
      .member("call_control_id", leg.id.text())
      .member("from", leg.from)
      .member("to", leg.to)
      .member("direction", leg.direction)
      .member("state", leg.state)
      .member("client_state", leg.client_state)
      .member("hangup_cause", leg.hangup_cause)
      .member("conversation_id", leg.conversation_id)
      .member("bridged_to", leg.bridged_to)
      .key("heard")
      .begin_array();
  for (const auto& text : leg.heard) out.string(text);
  out.end_array().end_object();
}

void write_effect(JsonWriter& out, const Telnyx::Effect& effect) {
  out.begin_object()
      .member("at", format_time(effect.at))
      .member("operation", effect.operation)
      .member("call_control_id", effect.leg)
      .member("body", effect.body)
      .end_object();
}

void write_delivery(JsonWriter& out, const Delivery& delivery) {
  out.begin_object()
      .member("at", format_time(delivery.at))
      .member("event_id", delivery.event_id)
      .member("event_type", delivery.event_type)
      .member("url", delivery.url)
      .member("attempt", delivery.attempt)
      .member("status", delivery.status)
      .member("error", delivery.error)
      .end_object();
}

void write_said(JsonWriter& out, const Said& said) {
  out.begin_object()
      .member("at", format_time(said.at))
      .member("call_control_id", said.leg)
      .member("text", said.text)
      .end_object();
}

void write_request(JsonWriter& out, const RequestLog::Entry& request) {
  out.begin_object()
      .member("at", format_time(request.at))
      .member("method", request.method)
      .member("target", request.target)
      .member("operation", request.operation)
      .member("status", request.status)
      .member("body", request.body)
      .end_object();
}

template <class Items, class Write>
void write_list(JsonWriter& out, std::string_view name, const Items& items, Write write) {
  out.key(name).begin_array();
  for (const auto& item : items) write(out, item);
  out.end_array();
}

}  // namespace

Json log_json(const Telnyx& model, const std::deque<Delivery>& deliveries, const std::deque<Said>& said,
              const RequestLog& requests) {
  JsonWriter out;
  out.begin_object();
  write_list(out, "legs", model.legs(), write_leg);
  write_list(out, "requests", requests.entries(), write_request);
  write_list(out, "effects", model.effects(), write_effect);
  write_list(out, "webhooks", deliveries, write_delivery);
  write_list(out, "said", said, write_said);
  return out.end_object().finish();
}

}  // namespace callwright::simulator
