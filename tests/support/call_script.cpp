#include "tests/support/call_script.hpp"

#include "tests/support/zones.hpp"
#include "workflows/language/load.hpp"

#include <algorithm>
#include <stdexcept>

namespace callwright::tests {
namespace {

constexpr std::string_view kCaller = "+13125550199";
constexpr std::string_view kOurNumber = "+13125550100";
constexpr std::string_view kConversation = "5f0a3f0e-0000-4000-8000-000000000001";

Json reply_data(const Intent& intent) {
  if (intent.operation == "dial") {
    return json_object(
        {{"call_control_id", ccid_of(intent.leg)}, {"call_leg_id", "leg-" + std::to_string(intent.leg)}});
  }
  if (intent.operation == "ai_assistant_start" || intent.operation == "ai_assistant_join") {
    return json_object({{"result", "ok"}, {"conversation_id", kConversation}});
  }
  return json_object({{"result", "ok"}});
}

Input reply_input(TimePoint now, const Intent& intent, Reply reply) {
  return Input{.at = now, .what = input::Replied{.intent = intent.number, .reply = std::move(reply)}};
}

}  // namespace

std::string ccid_of(int leg) { return "v3:leg-" + std::to_string(leg); }

CallScript::CallScript(std::string_view yaml) {
  const auto loaded =
      load_bundle({SourceFile{.name = "test.yaml", .text = std::string(yaml)}}, test_load_options());
  if (!loaded.bundle) {
    std::string text = "the test's bundle does not load:";
    for (const auto& finding : loaded.findings) text += "\n" + format_finding(finding);
    throw std::invalid_argument(text);
  }
  bundle_ = loaded.bundle;
  call.id = CallId("call_test");
  call.token = "call_test.token";
  call.bundle = bundle_->id;
}

Event CallScript::event(std::string_view name, int leg, Fields fields) {
  Event event;
  event.id = EventId("event-" + std::to_string(next_event_++));
  event.name = name;
  event.type = event_type_of(name);
  event.occurred_at = now;
  event.call_control_id = CallControlId(ccid_of(leg));
  event.call_session_id = CallSessionId("session");
  event.connection_id = "1000000000000000001";
  if (leg != 0 || is_outgoing(call)) event.ours = ClientState{.deployment = "d", .call = call.id, .leg = leg};
  event.from = kCaller;
  event.to = kOurNumber;
  JsonWriter out;
  out.begin_object().member("call_control_id", event.call_control_id.text());
  for (const auto& [key, value] : fields) {
    out.member(key, value);
    if (key == "direction") event.direction = value;
    if (key == "conversation_id") event.conversation_id = ConversationId(std::string(value));
    if (key == "to") event.to = value;
  }
  event.payload = out.end_object().finish();
  return event;
}

void CallScript::webhook(std::string_view name, int leg, Fields fields) { deliver(event(name, leg, fields)); }

void CallScript::deliver(const Event& event) {
  if (!has_seen(call, event.id)) apply(Input{.at = now, .what = input::Arrived{event}});
}

void CallScript::apply(const Input& input) {
  const int next_intent = call.next_intent;
  inputs.push_back(input);
  inputs.back().availability = availability;
  auto step = callwright::step(*bundle_, call, inputs.back());
  for (const auto& intent : step.call.intents) {
    if (intent.number >= next_intent) intents.push_back(intent);
  }
  records.insert(records.end(), step.records.begin(), step.records.end());
  call = step.call;
  steps.push_back(std::move(step));
}

const Intent* CallScript::open(std::string_view operation, int leg) const {
  const auto found = std::find_if(call.intents.rbegin(), call.intents.rend(), [&](const Intent& intent) {
    return intent.operation == operation && (leg < 0 || intent.leg == leg);
  });
  return found == call.intents.rend() ? nullptr : &*found;
}

void CallScript::accept(std::string_view operation, int leg) {
  const auto* intent = open(operation, leg);
  if (intent == nullptr) throw std::logic_error("no open " + std::string(operation) + "\n" + log());
  apply(reply_input(now, *intent,
                    Reply{.kind = Reply::Kind::Accepted, .status = 200, .data = reply_data(*intent)}));
}

void CallScript::answer(std::string_view operation, std::string_view data, int leg) {
  const auto* intent = open(operation, leg);
  if (intent == nullptr) throw std::logic_error("no open " + std::string(operation) + "\n" + log());
  apply(reply_input(
      now, *intent,
      Reply{.kind = Reply::Kind::Accepted, .status = 200, .data = Json::trusted(std::string(data))}));
}

void CallScript::refuse(std::string_view operation, std::string_view code, int status, int leg) {
  const auto* intent = open(operation, leg);
  if (intent == nullptr) throw std::logic_error("no open " + std::string(operation) + "\n" + log());
  apply(reply_input(now, *intent,
                    Reply{.kind = Reply::Kind::Refused, .status = status, .code = std::string(code)}));
}

void CallScript::lose(std::string_view operation, int leg) {
  const auto* intent = open(operation, leg);
  if (intent == nullptr) throw std::logic_error("no open " + std::string(operation) + "\n" + log());
  apply(reply_input(now, *intent, Reply{.kind = Reply::Kind::Unknown, .code = "timeout"}));
}

void CallScript::reply_late(std::string_view operation, int leg) {
  const auto found = std::find_if(intents.rbegin(), intents.rend(), [&](const Intent& intent) {
    return intent.operation == operation && intent.leg == leg;
  });
  if (found == intents.rend()) throw std::logic_error("never sent: " + std::string(operation));
  const Intent intent = *found;
  apply(reply_input(now, intent,
                    Reply{.kind = Reply::Kind::Accepted, .status = 200, .data = reply_data(intent)}));
}

void CallScript::accept_everything() {
  while (!call.intents.empty()) accept(call.intents.front().operation, call.intents.front().leg);
}

Answer CallScript::tool(std::string_view name, std::string_view arguments) {
  const auto request = next_request_++;
  apply(Input{.at = now,
              .what = input::ToolRequested{.request = request,
                                           .name = std::string(name),
                                           .arguments = Json::trusted(std::string(arguments))}});
  return steps.back().answers.at(0);
}

Answer CallScript::operate(std::string_view name, std::string_view arguments) {
  apply(Input{.at = now,
              .what = input::OperatorCommand{.request = next_request_++,
                                             .name = std::string(name),
                                             .arguments = Json::trusted(std::string(arguments)),
                                             .by = "test"}});
  return steps.back().answers.at(0);
}

void CallScript::pass(Duration time) {
  const auto until = now + time;
  while (true) {
    const auto next = std::ranges::min_element(call.timers, {}, &Timer::due);
    if (next == call.timers.end() || next->due > until) break;
    now = std::max(now, next->due);
    apply(Input{.at = now, .what = input::TimerDue{next->number}});
  }
  now = until;
}

void CallScript::to_conversing() {
  webhook("call.initiated", 0, {{"direction", "incoming"}});
  accept("answer");
  webhook("call.answered", 0);
  accept("ai_assistant_start");
  webhook("call.conversation.created", 0, {{"conversation_id", kConversation}});
}

void CallScript::to_ringing() {
  to_conversing();
  tool("escalate_to_human");
  while (open("dial") != nullptr) accept("dial");
}

void CallScript::answer_as_human(int leg) {
  webhook("call.answered", leg);
  webhook("call.machine.premium.detection.ended", leg, {{"result", "human_residence"}});
  accept("gather_using_speak", leg);
}

void CallScript::to_joined(int leg) {
  webhook("call.gather.ended", leg, {{"digits", "1"}, {"status", "valid"}});
  accept("speak", leg);
  webhook("call.speak.ended", leg, {{"status", "completed"}});
  accept("ai_assistant_join", leg);
}

int CallScript::count(std::string_view operation) const {
  return static_cast<int>(std::ranges::count(intents, operation, &Intent::operation));
}

std::string CallScript::outcome(std::string_view person) const {
  const auto found = std::find_if(call.attempts.rbegin(), call.attempts.rend(),
                                  [&](const Attempt& attempt) { return attempt.person == person; });
  return found == call.attempts.rend() ? "not rung" : std::string(name_of(found->outcome));
}

std::string CallScript::said(std::string_view operation) const {
  std::string text;
  for (const auto& intent : intents) {
    if (intent.operation == operation) text += intent.body.text() + "\n";
  }
  return text;
}

std::string CallScript::log() const {
  std::string text;
  for (const auto& record : records) {
    text += format_time(record.at).substr(11, 12) + " " + record.kind + " " + record.data.text() + "\n";
  }
  return text;
}

int CallScript::live_person_legs() const {
  return static_cast<int>(std::ranges::count_if(
      call.legs, [](const Leg& leg) { return leg.number != 0 && leg.state != LegState::Ended; }));
}

}  // namespace callwright::tests
