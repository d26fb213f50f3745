#include "workflows/engine/assistant.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/join.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

/// Whoever leaves may be told of this much later by clocks that differ.
constexpr seconds kLeaving{3};
/// How long the end of a person's leg is waited for after the end of the conversation was told with its ids.
constexpr seconds kEndPatience{4};

constexpr std::string_view kAssistantEnded = "Thank you for calling. Goodbye.";

constexpr std::string_view kToken = "callwright_call";

/// The given ones, those of whoever asked for the call in their place, and ours.
void write_variables(JsonWriter& out, const JsonNode& given, const Call& call) {
  const auto ordered = JsonDocument::of(call.order.variables);
  out.begin_object();
  for (const auto& [name, value] : given.members()) {
    if (name != kToken && !ordered.root()[name].exists()) out.key(name).node(value);
  }
  for (const auto& [name, value] : ordered.root().members()) {
    if (name != kToken) out.key(name).node(value);
  }
  out.member(kToken, call.token).end_object();
}

/// The assistant object with the call's dynamic variables. `id`, when it is not empty, takes its place.
void write_assistant(JsonWriter& out, const JsonNode& assistant, const Call& call, const std::string& id) {
  out.begin_object();
  for (const auto& [name, value] : assistant.members()) {
    if (name == "dynamic_variables") continue;
    name == "id" && !id.empty() ? out.key(name).string(id) : out.key(name).node(value);
  }
  write_variables(out.key("dynamic_variables"), assistant["dynamic_variables"], call);
  out.end_object();
}

void assistant_failed(Decision& d, std::string_view why) {
  if (d.call.assistant == AssistantState::Failed || is_ending(d.call)) return;
  d.call.assistant = AssistantState::Failed;
  d.decide("assistant_failed", {{"why", std::string(why)}});
  start_rules(d, matching_rules(d, "assistant.failed", {}));
  if (d.live_run() != nullptr) return assistant_ended_during_run(d);
  start_list(d, "assistant.if_fails", {}, 0, 0);
}

void assistant_running(Decision& d) {
  const auto before = d.call.assistant;
  if (before == AssistantState::Running || is_ending(d.call)) return;
  d.call.assistant = AssistantState::Running;
  if (d.live_run() == nullptr) d.set_state(CallState::Conversing);
}

bool is_older(const Call& call, const ConversationId& id) {
  return std::ranges::find(call.older_conversations, id.text()) != call.older_conversations.end();
}

void take_conversation(Decision& d, const ConversationId& id) {
  if (d.call.conversation) d.call.older_conversations.push_back(d.call.conversation.text());
  d.call.conversation = id;
  d.call.insights_awaited = true;
  d.disarm(TimerKind::ConversationAsk, 0);
  d.add_key("conversation:" + id.text());
}

/// An end without an id while an assistant is started again is that of the conversation before.
bool is_current(const Call& call, const ConversationId& id) {
  if (id.empty()) return call.older_conversations.empty() || call.assistant != AssistantState::Starting;
  if (is_older(call, id)) return false;
  return call.conversation.empty() || id == call.conversation;
}

}  // namespace

Json assistant_start_body(const Decision& d, const Json& own) {
  const CallScope scope(d, {});
  const auto given = JsonDocument::of(render_json(own, scope));
  const auto options = JsonDocument::of(render_json(d.workflow().start_options, scope));
  const auto stored = JsonDocument::of(render_json(d.workflow().assistant, scope));
  JsonWriter out;
  out.begin_object().key("assistant");
  if (const auto its_own = given.root()["assistant"]; its_own.exists()) {
    write_assistant(out, its_own, d.call, {});
  } else {
    write_assistant(out, stored.root(), d.call, d.call.order.assistant);
  }
  for (const auto& [name, value] : given.root().members()) {
    if (name != "assistant") out.key(name).node(value);
  }
  for (const auto& [name, value] : options.root().members()) {
    if (!given.root()[name].exists()) out.key(name).node(value);
  }
  return out.end_object().finish();
}

void assistant_starting(Decision& d) {
  d.call.assistant = AssistantState::Starting;
  if (d.call.state == CallState::Arriving || d.call.state == CallState::Answering)
    d.set_state(CallState::Starting);
}

void assistant_start_replied(Decision& d, const Reply& reply) {
  if (d.call.assistant == AssistantState::Failed) return;
  if (reply.kind == Reply::Kind::Accepted || reply.code == "90061") {
    const auto data = JsonDocument::of(reply.data);
    if (d.call.assistant == AssistantState::Starting) assistant_running(d);
    conversation_known(d, ConversationId(data.root()["conversation_id"].str()));
    await_conversation(d);
  } else if (d.call.assistant == AssistantState::Starting) {
    assistant_failed(d, reply.code);
  }
}

void conversation_known(Decision& d, const ConversationId& id) {
  if (!id || is_older(d.call, id)) return;
  const bool is_new = d.call.conversation != id;
  if (is_new) take_conversation(d, id);
  if (d.call.assistant == AssistantState::Starting) assistant_running(d);
  if (is_new) conversation_id_came(d);
}

void conversation_named(Decision& d, const ConversationId& id) {
  if (!id || d.call.conversation || is_older(d.call, id) || is_ending(d.call)) return;
  take_conversation(d, id);
  conversation_id_came(d);
}

void assistant_start_failed(Decision& d) { assistant_failed(d, "call.conversation.start_failed"); }

void conversation_end_told(Decision& d, int number, const ConversationId& id, TimePoint at) {
  if (number == 0) return conversation_ended(d, id);
  const auto& leg = d.leg(number);
  const bool is_ours = id && id == d.call.conversation && has_assistant(d.call);
  const bool has_left = leg.state == LegState::Ended;
  if (is_ours && has_left && leg.ended_at && at > *leg.ended_at + kLeaving) return conversation_ended(d, id);
  d.decide("conversation_end_noted", {{"leg", std::to_string(number)}, {"conversation_id", id.text()}});
  if (!is_ours || has_left) return;
  ask_for_leg(d, number);
  if (!d.is_armed(TimerKind::ConversationEnd, number))
    d.arm(TimerKind::ConversationEnd, number, kEndPatience);
}

void conversation_end_due(Decision& d, int number) {
  if (d.leg(number).state != LegState::Ended) conversation_ended(d, d.call.conversation);
}

void conversation_ended(Decision& d, const ConversationId& id) {
  if (!is_current(d.call, id)) {
    d.decide("conversation_end_noted", {{"leg", "0"}, {"conversation_id", id.text()}});
    return;
  }
  if (id && id != d.call.conversation) conversation_known(d, id);
  const bool expected = d.call.assistant == AssistantState::Stopping;
  if (d.call.assistant == AssistantState::Ended || d.call.assistant == AssistantState::Failed) return;
  d.call.assistant = AssistantState::Ended;
  if (!caller_is_there(d.call) || is_ending(d.call) || expected) return;
  if (d.live_run() != nullptr) {
    assistant_ended_during_run(d);
    return;
  }
  const auto rules = matching_rules(d, "assistant.ended", {});
  start_rules(d, rules);
  if (rules.empty()) goodbye(d, kAssistantEnded);
}

void restart_assistant(Decision& d, const Resumption& resumption) {
  if (!caller_is_there(d.call) || is_ending(d.call)) return;
  if (d.call.conversation) d.call.older_conversations.push_back(d.call.conversation.text());
  d.call.conversation = {};  // what comes is a new one
  d.call.assistant = AssistantState::Starting;
  d.send("ai_assistant_start", 0, resumed(d.call, assistant_start_body(d, {}), resumption),
         Purpose::RestartAssistant, 0);
}

}  // namespace callwright::engine
