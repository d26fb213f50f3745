#include "workflows/simulator/assistants/dispatch_event.hpp"
#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/when.hpp"

namespace callwright::simulator::assistants {
namespace {

void write_attempts(JsonWriter& writer, const ScheduledEvent& event) {
  writer.key("call_attempts").begin_array();
  std::int64_t number = 0;
  for (const auto& attempt : event.attempts) {
    writer.begin_object().member("attempt_number", ++number).member("attempted_at", format_time(attempt.at));
    writer.member("call_status", attempt.status).member("call_duration", attempt.seconds).end_object();
  }
  writer.end_array();
}

/// What only a call has.
void write_call(JsonWriter& writer, const ScheduledEvent& event) {
  write_attempts(writer, event);
  const auto retries = event.attempts.empty() ? 0 : event.attempts.size() - 1;
  writer.member("retry_attempts", static_cast<std::int64_t>(retries));
  if (event.attempts.empty()) return;
  writer.member("call_status", event.attempts.back().status);
  writer.member("call_duration", event.attempts.back().seconds);
  writer.member("dispatched_at", format_time(event.attempts.front().at));
}

Json event_json(const ScheduledEvent& event) {
  JsonWriter writer;
  writer.begin_object().member("scheduled_event_id", event.id).member("assistant_id", event.assistant_id);
  event.fields.write(writer);
  writer.member("status", event.status).member("created_at", format_time(event.created_at));
  if (!event.conversation_id.empty()) writer.member("conversation_id", event.conversation_id);
  const auto retries = event.attempts.empty() ? 0 : event.attempts.size() - 1;
  writer.member("retry_count", static_cast<std::int64_t>(retries)).key("errors").begin_array();
  for (const auto& error : event.errors) writer.string(error);
  writer.end_array();
  if (event.is_call()) write_call(writer, event);
  return writer.end_object().finish();
}

/// The fields of the other channel are accepted and not kept.
void drop_other_channel(ScheduledEvent& event) {
  if (event.is_call()) return event.fields.erase("text");
  for (const auto* name : {"call_settings", "max_retries_client_errors", "retry_interval_secs"}) {
    event.fields.erase(name);
  }
}

ApiResponse create_scheduled_event(const Query& query) {
  const auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  const auto due = moment(query.body["scheduled_at_fixed_datetime"].str());
  if (!due) return invalid("scheduled_at_fixed_datetime", "It must be a date and time.");
  const bool is_sms = query.body["telnyx_conversation_channel"].str() == "sms_chat";
  if (is_sms && query.body["text"].str().empty()) return invalid("text", "text is required for sms_chat");
  ScheduledEvent event;
  event.id = query.world.ids.uuid();
  event.created_at = query.world.now;
  event.assistant_id = assistant->id;
  event.fields = filled_in(*query.route.operation, query.body);
  event.due = *due;
  drop_other_channel(event);
  query.world.account.scheduled_events.push_back(event);
  schedule_event(query.world, event.id);
  return plain(event_json(event), 201);
}

ScheduledEvent* event_of(const Query& query) {
  auto* event = find_by_id(query.world.account.scheduled_events, query.parameter("event_id"));
  const bool is_its = event != nullptr && event->assistant_id == query.parameter("assistant_id");
  return is_its ? event : nullptr;
}

ApiResponse get_scheduled_event(const Query& query) {
  const auto* event = event_of(query);
  return event == nullptr ? unknown(query, "scheduled event") : plain(event_json(*event));
}

ApiResponse list_scheduled_events(const Query& query) {
  const auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  const auto from = moment(query.option("from_date").value_or(""));
  const auto to = moment(query.option("to_date").value_or(""));
  const auto channel = query.option("conversation_channel");
  std::vector<Json> objects;
  for (const auto& event : query.world.account.scheduled_events) {
    if (event.assistant_id != assistant->id || (from && event.due < *from) || (to && event.due > *to))
      continue;
    if (channel && event.fields.text("telnyx_conversation_channel") != *channel) continue;
    objects.push_back(event_json(event));
  }
  return paged_list(query, objects);
}

/// One that has not happened yet is cancelled by it; of another one only the record goes.
ApiResponse delete_scheduled_event(const Query& query) {
  const auto* event = event_of(query);
  if (event == nullptr) return unknown(query, "scheduled event");
  erase_by_id(query.world.account.scheduled_events, query.parameter("event_id"));
  return without_body();
}

}  // namespace

Handlers scheduled_event_handlers() {
  return {{"create_scheduled_event", create_scheduled_event},
          {"get_scheduled_event", get_scheduled_event},
          {"list_scheduled_events", list_scheduled_events},
          {"delete_scheduled_event", delete_scheduled_event}};
}

}  // namespace callwright::simulator::assistants
