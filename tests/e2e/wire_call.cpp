#include "tests/e2e/wire_call.hpp"

#include "handlers/ports/http_text.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/core.h>

namespace callwright::tests {
namespace wire_call {
namespace {

constexpr std::string_view kInsights = R"("results":[{"insight_id":"i1","result":"A dizzy caller."}])";

std::string caller_of(int line) { return fmt::format("+1312100{:04}", line); }
std::string number_of(int line) { return fmt::format("+1312200{:04}", line); }
std::string person_of(int line, int person) { return fmt::format("+1312{}00{:04}", 3 + person, line); }

/// Of how many different commands the log knows: repetitions have the same id.
std::size_t different(const std::vector<Command>& commands, std::string_view operation,
                      std::string_view leg) {
  std::set<std::string> ids;
  for (const auto& command : commands) {
    if (command.operation == operation && command.leg == leg) ids.insert(command.command_id);
  }
  return ids.size();
}

std::string field(const std::string& body, std::string_view path) {
  const auto document = JsonDocument::parse(body);
  return document ? document->root().at_path(path).str() : std::string();
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::string expected_end(int line, Ending ending) {
  constexpr std::string_view kRung =
      "settled {} [f{}:{} s{}:{}] [ended ended ended] [{{\"insight_id\":\"i1\",\"result\":\"A dizzy "
      "caller.\"}}]";
  switch (ending) {
    case Ending::FirstAccepts: return fmt::format(kRung, "joined", line, "joined", line, "machine");
    case Ending::SecondAccepts: return fmt::format(kRung, "joined", line, "machine", line, "joined");
    case Ending::BothDecline: return fmt::format(kRung, "exhausted", line, "declined", line, "declined");
    case Ending::NoEscalation: break;
  }
  return R"(settled assistant [] [ended] [{"insight_id":"i1","result":"A dizzy caller."}])";
}

/// Whatever was sent twice has to be the same to the last byte.
std::string check_repetitions(const std::vector<Command>& commands) {
  std::map<std::string, const Command*> first;
  for (const auto& command : commands) {
    const auto [known, is_new] = first.emplace(command.command_id, &command);
    if (!is_new && (known->second->target != command.target || known->second->body != command.body)) {
      return fmt::format("command {} was sent as\n{} {}\nand as\n{} {}\n", command.command_id,
                         known->second->target, known->second->body, command.target, command.body);
    }
  }
  return {};
}

}  // namespace
}  // namespace wire_call

std::string workflow_of_lines(int lines) {
  std::string people = "language: 1\npeople:\n";
  std::string workflows = "workflows:\n";
  std::string escalations = "escalations:\n";
  for (int line = 0; line < lines; ++line) {
    for (const int person : {0, 1}) {
      people += fmt::format("  {}{}: {{ name: Person, phone: \"{}\" }}\n", person == 0 ? 'f' : 's', line,
                            wire_call::person_of(line, person));
    }
    workflows += fmt::format(
        "  line{0}:\n    match: {{ to: [\"{1}\"] }}\n    assistant: {{ id: assistant-6f1a4e0c }}\n"
        "    rules:\n      - on: tool.escalate_to_human\n        do: [ {{ escalate: human{0} }} ]\n",
        line, wire_call::number_of(line));
    escalations += fmt::format("  human{0}:\n    steps: [ {{ ring: [f{0}, s{0}], for: 120s }} ]\n", line);
  }
  return people + workflows + escalations;
}

WireCall::WireCall(int line, Ending ending) : line_(line), ending_(ending) {
  begin();
  const int human = ending == Ending::SecondAccepts ? 1 : 0;
  switch (ending) {
    case Ending::FirstAccepts:
    case Ending::SecondAccepts:
      ring(human);
      accept(human);
      break;
    case Ending::BothDecline: decline(); break;
    case Ending::NoEscalation: add({{"call.dtmf.received", caller_leg(), R"("digit":"1")"}}); break;
  }
  add({{"call.hangup", caller_leg(), R"("hangup_cause":"normal_clearing","hangup_source":"caller")"},
       {"call.conversation.ended", caller_leg(),
        fmt::format(R"("conversation_id":"{}")", FakeTelnyx::conversation_of(caller_leg()))},
       {"call.conversation_insights.generated", caller_leg(), std::string(wire_call::kInsights)}},
      {}, "settled");
}

void WireCall::add(std::vector<Delivery> deliveries,
                   std::vector<std::pair<std::string, std::string>> leads_to, std::string state) {
  steps_.push_back({std::move(deliveries), std::move(leads_to), std::move(state)});
}

void WireCall::begin() {
  add({{"call.initiated", caller_leg(), R"("direction":"incoming","state":"parked")"}},
      {{"answer", caller_leg()}});
  add({{"call.answered", caller_leg(), R"("start_time":"2026-11-24T10:00:00Z")"}},
      {{"ai_assistant_start", caller_leg()}});
  add({{"call.conversation.created", caller_leg(),
        fmt::format(R"("conversation_id":"{}")", FakeTelnyx::conversation_of(caller_leg()))}});
}

void WireCall::ring(int human) {
  const auto voicemail_leg = leg(1 - human);
  add({{"tool", caller_leg(), {}}}, {{"dial", leg(0)}, {"dial", leg(1)}});
  add({{"call.initiated", leg(0), R"("direction":"outgoing","state":"bridging")"},
       {"call.initiated", leg(1), R"("direction":"outgoing","state":"bridging")"},
       {"call.answered", leg(0), {}},
       {"call.answered", leg(1), {}},
       {"call.machine.premium.detection.ended", voicemail_leg, R"("result":"machine")"},
       {"call.machine.premium.detection.ended", leg(human), R"("result":"human_residence")"}},
      {{"hangup", voicemail_leg}, {"gather_using_speak", leg(human)}});
}

void WireCall::accept(int human) {
  const auto human_leg = leg(human);
  add({{"call.hangup", leg(1 - human), R"("hangup_cause":"normal_clearing")"},
       {"call.dtmf.received", human_leg, R"("digit":"1")"},
       {"call.gather.ended", human_leg, R"("digits":"1","status":"valid")"}},
      {{"speak", human_leg}});
  add({{"call.speak.started", human_leg, {}}, {"call.speak.ended", human_leg, R"("status":"completed")"}},
      {{"ai_assistant_join", human_leg}}, "joined");
  add({{"call.hangup", human_leg, R"("hangup_cause":"normal_clearing")"}}, {}, "conversing");
}

void WireCall::decline() {
  add({{"tool", caller_leg(), {}}}, {{"dial", leg(0)}, {"dial", leg(1)}});
  add({{"call.answered", leg(0), {}},
       {"call.answered", leg(1), {}},
       {"call.machine.premium.detection.ended", leg(0), R"("result":"human_residence")"},
       {"call.machine.premium.detection.ended", leg(1), R"("result":"human_business")"}},
      {{"gather_using_speak", leg(0)}, {"gather_using_speak", leg(1)}});
  add({{"call.dtmf.received", leg(0), R"("digit":"2")"},
       {"call.gather.ended", leg(0), R"("digits":"2","status":"valid")"},
       {"call.dtmf.received", leg(1), R"("digit":"2")"},
       {"call.gather.ended", leg(1), R"("digits":"2","status":"valid")"}},
      {{"hangup", leg(0)}, {"hangup", leg(1)}});
  add({{"call.hangup", leg(0), R"("hangup_cause":"normal_clearing")"},
       {"call.hangup", leg(1), R"("hangup_cause":"normal_clearing")"}},
      {}, "conversing");
}

std::string WireCall::caller() const { return wire_call::caller_of(line_); }
std::string WireCall::caller_leg() const { return FakeTelnyx::leg_of_number(caller()); }
std::string WireCall::leg(int person) const {
  return FakeTelnyx::leg_of_number(wire_call::person_of(line_, person));
}
std::string WireCall::id_of(const Delivery& delivery) const {
  return fmt::format("event-{}-{}-{}", line_, delivery.event_type, delivery.leg);
}

std::string WireCall::tool_request(const FakeTelnyx& telnyx, const Signer& signer) const {
  std::string token;
  for (const auto& command : telnyx.commands()) {
    if (command.operation == "ai_assistant_start" && command.leg == caller_leg())
      token = wire_call::field(command.body, "assistant.dynamic_variables.callwright_call");
  }
  const std::string body = R"({"reason":"I feel dizzy"})";
  return request_text("POST", "/tools/escalate_to_human?call=" + percent_encode(token),
                      signer.headers(body) + "x-telnyx-call-control-id: " + caller_leg() + "\r\n", body);
}

std::string WireCall::request(const Delivery& delivery, const FakeTelnyx& telnyx,
                              const Signer& signer) const {
  if (delivery.event_type == "tool") return tool_request(telnyx, signer);
  const bool is_incoming = delivery.leg == caller_leg();
  const auto number = wire_call::number_of(line_);
  const auto person = delivery.leg.substr(FakeTelnyx::leg_of_number("").size());
  const auto state = telnyx.client_state(delivery.leg);
  const auto body = fmt::format(
      R"({{"data":{{"record_type":"event","event_type":"{}","id":"{}","occurred_at":"2026-11-24T10:00:00.000000Z",)"
      R"("payload":{{"call_control_id":"{}","call_leg_id":"id-of-{}","call_session_id":"session-of-{}",)"
      R"("connection_id":"1000000000000000001","client_state":{},"from":"{}","to":"{}"{}{}}}}},)"
      R"("meta":{{"attempt":1,"delivered_to":"http://127.0.0.1/webhooks/telnyx"}}}})",
      delivery.event_type, id_of(delivery), delivery.leg, delivery.leg, delivery.leg,
      state.empty() ? "null" : "\"" + state + "\"", is_incoming ? caller() : number,
      is_incoming ? number : person, delivery.payload.empty() ? "" : ",", delivery.payload);
  return request_text("POST", "/webhooks/telnyx", signer.headers(body), body);
}

RawReply WireCall::deliver(const Delivery& delivery, const Service& service, FakeTelnyx& telnyx,
                           const Signer& signer) {
  if (delivery.event_type == "call.hangup") telnyx.leg_ended(delivery.leg);
  RawClient client(service.port());
  client.send(request(delivery, telnyx, signer));
  auto reply = client.read_reply();
  if (reply.status == 200 && delivery.event_type != "tool") acknowledged_.push_back(id_of(delivery));
  return reply;
}

std::string WireCall::await(const Step& step, Service& service, FakeTelnyx& telnyx) const {
  for (const auto& [operation, leg] : step.leads_to) {
    if (!telnyx.wait_for(operation, leg))
      return fmt::format("line {}: no {} for {}\n{}", line_, operation, leg, service.process().output());
  }
  if (!step.state.empty() && !service.wait_for_state(caller(), step.state)) {
    return fmt::format("line {}: the call does not become {}: {}\n{}", line_, step.state,
                       service.call(service.call_of(caller())).root().display(), service.process().output());
  }
  return {};
}

std::string WireCall::play(const Step& step, Service& service, FakeTelnyx& telnyx, const Signer& signer) {
  for (const auto& delivery : step.deliveries) {
    const auto reply = deliver(delivery, service, telnyx, signer);
    if (reply.status != 200)
      return fmt::format("line {}: {} was answered {} {}", line_, id_of(delivery), reply.status, reply.body);
  }
  return await(step, service, telnyx);
}

std::string WireCall::check(const Service& service, const FakeTelnyx& telnyx) const {
  const auto id = service.call_of(caller());
  const auto call = service.call(id);
  const auto end = end_state(call.root());
  const auto expected = wire_call::expected_end(line_, ending_);
  if (end != expected) return fmt::format("line {}: ended as {}\ninstead of    {}\n", line_, end, expected);
  auto problem = check_commands(telnyx);
  if (problem.empty()) problem = check_records(service, id);
  return problem.empty() ? problem : fmt::format("line {}: {}", line_, problem);
}

std::string WireCall::check_commands(const FakeTelnyx& telnyx) const {
  const auto commands = telnyx.commands();
  const bool rings = ending_ != Ending::NoEscalation;
  const bool first_joins = ending_ == Ending::FirstAccepts;
  const bool second_joins = ending_ == Ending::SecondAccepts;
  const std::tuple<std::string_view, std::string, std::size_t> expected[] = {
      {"answer", caller_leg(), 1},
      {"ai_assistant_start", caller_leg(), 1},
      {"dial", leg(0), rings ? 1 : 0},
      {"dial", leg(1), rings ? 1 : 0},
      {"ai_assistant_join", leg(0), first_joins ? 1 : 0},
      {"ai_assistant_join", leg(1), second_joins ? 1 : 0}};
  for (const auto& [operation, on, count] : expected) {
    const auto found = wire_call::different(commands, operation, on);
    if (found != count)
      return fmt::format("{} different {} on {} instead of {}", found, operation, on, count);
  }
  for (const auto& command : commands) {
    const bool is_ours = command.leg == leg(0) || command.leg == leg(1);
    if (is_ours && command.operation == "ai_assistant_join" &&
        wire_call::field(command.body, "conversation_id") != FakeTelnyx::conversation_of(caller_leg()))
      return "joined into another conversation: " + command.body;
    if (is_ours && command.operation == "dial" &&
        wire_call::field(command.body, "from") != wire_call::number_of(line_))
      return "dialled from another number: " + command.body;
  }
  return wire_call::check_repetitions(commands);
}

std::string WireCall::check_records(const Service& service, const std::string& id) const {
  const auto records = service.records(id);
  for (const auto& event : acknowledged_) {
    const auto count = wire_call::occurrences(records, "\"id\":\"" + event + "\"");
    if (count != 1) return fmt::format("{} is {} times in the records\n{}", event, count, records);
  }
  const auto own = wire_call::occurrences(records, fmt::format("\"id\":\"event-{}-", line_));
  if (own != wire_call::occurrences(records, "\"id\":\"event-")) return "events of another call:\n" + records;
  return {};
}

std::string end_state(const JsonNode& call) {
  std::string attempts;
  for (const auto& attempt : call["attempts"].elements())
    attempts += (attempts.empty() ? "" : " ") + attempt["person"].str() + ":" + attempt["outcome"].str();
  std::string legs;
  for (const auto& leg : call["legs"].elements()) legs += (legs.empty() ? "" : " ") + leg["state"].str();
  return fmt::format("{} {} [{}] [{}] {}", call["state"].str(), call["outcome"].str(), attempts, legs,
                     call["insights"].display());
}

}  // namespace callwright::tests
