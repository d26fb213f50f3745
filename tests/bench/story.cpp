#include "tests/bench/story.hpp"

#include "handlers/ports/http_text.hpp"

#include <fmt/core.h>

namespace callwright::bench {
namespace {

/// What Telnyx's webhooks carry besides; it makes the body as long as a real one.
constexpr std::string_view kFurther =
    R"("start_time":"2026-11-24T16:00:00.400000Z","caller_id_name":"CHICAGO IL","shaken_stir_attestation":"A",)"
    R"("shaken_stir_validated":true,"calling_party_type":"pstn","connection_codecs":"G722,PCMU,PCMA",)"
    R"("offered_codecs":"PCMU,PCMA,telephone-event","custom_headers":[{"name":"X-Trunk","value":"7"},)"
    R"({"name":"X-Account","value":"harbor-clinic-chicago"}],"sip_headers":[{"name":"User-to-User",)"
    R"("value":"4a6f686e20446f652c2048617262;encoding=hex"},{"name":"P-Asserted-Identity",)"
    R"("value":"<sip:+13125550199@sip.example.com>"}],"tags":["clinic","chicago"])";

constexpr std::string_view kHungUp = R"("hangup_cause":"normal_clearing","hangup_source":"caller")";

std::string event_id(const Caller& caller) {
  return fmt::format("{:08x}-{:04x}-4bca-a65a-3da1{:08x}", caller.slot, caller.generation & 0xFFFFU,
                     caller.sent);
}

std::string post(std::string_view target, std::string_view headers, std::string_view body) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: calls.example.com\r\nUser-Agent: telnyx-webhooks\r\nAccept: */*\r\n{}"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      target, headers, body.size(), body);
}

std::string tool_request(const Caller& caller, const tests::Signer& signer) {
  const std::string body = R"({"reason":"I feel dizzy and my chest hurts"})";
  return post("/tools/escalate_to_human?call=" + percent_encode(caller.token), signer.headers(body), body);
}

}  // namespace

Command command_named(std::string_view operation) {
  if (operation == "answer") return Command::Answer;
  if (operation == "ai_assistant_start") return Command::Start;
  if (operation == "gather_using_speak") return Command::Gather;
  if (operation == "hangup") return Command::Hangup;
  if (operation == "speak") return Command::Speak;
  if (operation == "ai_assistant_join") return Command::Join;
  return Command::Other;
}

std::vector<Happening> whole_call(bool briefing) {
  const auto dialled = [](int leg) { return bit_of(Command::Dial, leg); };
  std::vector<Happening> story = {
      {"call.initiated", 0, R"("direction":"incoming","state":"parked")"},
      {"call.answered", 0, {}, bit_of(Command::Answer, 0)},
      {"call.conversation.created", 0, R"("assistant_id":"assistant-6f1a4e0c")", bit_of(Command::Start, 0)},
      {"call.dtmf.received", 0, R"("digit":"4")"},
      {"tool", 0, {}},
      {"call.initiated", 1, R"("direction":"outgoing","state":"bridging")", dialled(1)},
      {"call.initiated", 2, R"("direction":"outgoing","state":"bridging")", dialled(2)},
      {"call.answered", 2, {}},
      {"call.answered", 1, {}},
      {"call.machine.premium.detection.ended", 2, R"("result":"machine")"},
      {"call.machine.premium.detection.ended", 1, R"("result":"human_residence")"},
      {"call.hangup", 2, kHungUp, bit_of(Command::Hangup, 2)},
      {kAcceptKey, 1, R"("digit":"1")", bit_of(Command::Gather, 1)},
      {"call.gather.ended", 1, R"("digits":"1","status":"valid")"}};
  if (briefing) {
    story.push_back({"call.speak.started", 1, {}, bit_of(Command::Speak, 1)});
    story.push_back({"call.speak.ended", 1, R"("status":"completed")"});
  }
  story.push_back({"call.hangup", 1, kHungUp, bit_of(Command::Join, 1)});
  story.push_back({"call.hangup", 0, kHungUp});
  story.push_back({"call.conversation.ended", 0, R"("duration_sec":73,"llm_model":"gpt-4o")"});
  story.push_back({"call.conversation_insights.generated", 0,
                   R"("results":[{"insight_id":"i1","result":"A dizzy caller."}])"});
  return story;
}

std::string number_of_line(int line) { return fmt::format("+1312555{:04}", line); }
std::string number_of_person(int line, int leg) { return fmt::format("+1312{}00{:04}", 5 + leg, line); }

std::string workflow_of_lines(int lines, bool briefing) {
  std::string people = "language: 1\npeople:\n";
  std::string workflows = "workflows:\n";
  std::string escalations = "escalations:\n";
  for (int line = 0; line < lines; ++line) {
    for (const int leg : {1, 2}) {
      people += fmt::format("  p{}x{}: {{ name: Person, phone: \"{}\" }}\n", line, leg,
                            number_of_person(line, leg));
    }
    workflows += fmt::format(
        "  line{0}:\n    match: {{ to: [\"{1}\"] }}\n    assistant: {{ id: assistant-6f1a4e0c }}\n"
        "    rules:\n      - on: tool.escalate_to_human\n        do: [ {{ escalate: human{0} }} ]\n",
        line, number_of_line(line));
    escalations += fmt::format("  human{0}:\n    steps: [ {{ ring: [p{0}x1, p{0}x2], for: 300s }} ]\n{1}",
                               line, briefing ? "" : "    accept: { briefing: \"\" }\n");
  }
  return people + workflows + escalations;
}

std::string call_control_id(const Caller& caller, int leg) {
  return fmt::format("v3:bench-{}-{}-{}-IxyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9", caller.slot,
                     caller.generation, leg);
}

std::string conversation_id(const Caller& caller) {
  return fmt::format("{:08x}-{:04x}-4bca-a65a-c0c0c0c0c0c0", caller.slot, caller.generation & 0xFFFFU);
}

std::string request_of(const Caller& caller, const Happening& happening, const tests::Signer& signer) {
  if (happening.event == "tool") return tool_request(caller, signer);
  const auto leg = happening.leg;
  const auto& state = caller.client_states.at(static_cast<std::size_t>(leg));
  const bool of_conversation = happening.event.starts_with("call.conversation");
  const auto body = fmt::format(
      R"({{"data":{{"record_type":"event","event_type":"{}","id":"{}","occurred_at":"2026-11-24T16:00:00.523456Z",)"
      R"("payload":{{"call_control_id":"{}","call_leg_id":"428c31b6-7af4-{}-{}-{}","call_session_id":)"
      R"("428c31b6-abf3-{}-{}-0","connection_id":"1684641123236054244","client_state":{},"from":"{}","to":"{}",{}{}{}{}}}}},)"
      R"("meta":{{"attempt":1,"delivered_to":"https://calls.example.com/webhooks/telnyx"}}}})",
      happening.event, event_id(caller), call_control_id(caller, leg), caller.slot, caller.generation, leg,
      caller.slot, caller.generation, state.empty() ? "null" : "\"" + state + "\"",
      leg == 0 ? "+13125550199" : number_of_line(caller.line),
      leg == 0 ? number_of_line(caller.line) : number_of_person(caller.line, leg),
      of_conversation ? "\"conversation_id\":\"" + conversation_id(caller) + "\"," : "", kFurther,
      happening.payload.empty() ? "" : ",", happening.payload);
  return post("/webhooks/telnyx", signer.headers(body), body);
}

}  // namespace callwright::bench
