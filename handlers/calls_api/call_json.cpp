#include "handlers/calls_api/call_json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace callwright {
namespace {

void text_or_null(JsonWriter& out, std::string_view name, const std::string& value) {
  out.key(name);
  if (value.empty()) {
    out.null();
  } else {
    out.string(value);
  }
}

void time_or_null(JsonWriter& out, std::string_view name, const std::optional<TimePoint>& time) {
  text_or_null(out, name, time ? format_time(*time) : std::string());
}

/// Numbers of legs, attempts and rounds count from one.
void number_or_null(JsonWriter& out, std::string_view name, int number) {
  out.key(name);
  if (number == 0) {
    out.null();
  } else {
    out.integer(number);
  }
}

using People = std::map<std::string, std::string>;

std::string name_of_person(const People& names, const std::string& key) {
  const auto found = names.find(key);
  return found == names.end() ? std::string() : found->second;
}

void write_leg(JsonWriter& out, const Leg& leg, const People& names) {
  out.begin_object().member("number", leg.number);
  text_or_null(out, "person", leg.person);
  text_or_null(out, "name", name_of_person(names, leg.person));
  text_or_null(out, "address", leg.address);
  out.member("state", name_of(leg.state));
  number_or_null(out, "attempt", leg.attempt);
  out.member("verdict", name_of(leg.verdict));
  text_or_null(out, "call_control_id", leg.call_control_id.text());
  time_or_null(out, "answered_at", leg.answered_at);
  time_or_null(out, "ended_at", leg.ended_at);
  text_or_null(out, "hangup_cause", leg.hangup_cause);
  out.end_object();
}

void write_run(JsonWriter& out, const Call& call, const Run& run) {
  const auto* winner = find_attempt(call, run.winner);
  out.begin_object()
      .member("number", run.number)
      .member("escalation", run.escalation)
      .member("state", name_of(run.state))
      .member("step", run.step)
      .member("round", run.round);
  text_or_null(out, "winner", winner == nullptr ? std::string() : winner->person);
  out.member("started_at", format_time(run.started_at));
  time_or_null(out, "joined_at", run.joined_at);
  out.end_object();
}

void write_attempt(JsonWriter& out, const Attempt& attempt, const People& names) {
  out.begin_object()
      .member("number", attempt.number)
      .member("person", attempt.person)
      .member("outcome", name_of(attempt.outcome))
      .member("run", attempt.run)
      .member("round", attempt.round);
  text_or_null(out, "name", name_of_person(names, attempt.person));
  number_or_null(out, "leg", attempt.leg);
  out.end_object();
}

void write_head(JsonWriter& out, const Call& call) {
  out.member("id", call.id.text()).member("state", name_of(call.state));
  text_or_null(out, "failure", call.failure);
  text_or_null(out, "workflow", call.workflow);
  text_or_null(out, "bundle", call.bundle.text());
  text_or_null(out, "direction", call.direction);
  text_or_null(out, "from", call.from);
  text_or_null(out, "to", call.to);
  out.member("opened_at", format_time(call.opened_at));
  time_or_null(out, "closed_at", call.closed_at);
  text_or_null(out, "outcome", call.outcome);
  text_or_null(out, "conversation_id", call.conversation.text());
}

}  // namespace

Json call_json(const Call& call, const People& names) {
  JsonWriter out;
  out.begin_object();
  write_head(out, call);
  out.key("legs").begin_array();
  for (const auto& leg : call.legs) write_leg(out, leg, names);
  out.end_array().key("run");
  if (call.runs.empty()) {
    out.null();
  } else {
    write_run(out, call, call.runs.back());
  }
  out.key("attempts").begin_array();
  for (const auto& attempt : call.attempts) write_attempt(out, attempt, names);
  out.end_array().member("insights", call.insights);
  return out.end_object().finish();
}

Json page_json(const std::vector<Json>& data, const std::string& next) {
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const auto& item : data) out.raw(item);
  out.end_array();
  text_or_null(out, "next", next);
  return out.end_object().finish();
}

}  // namespace callwright
