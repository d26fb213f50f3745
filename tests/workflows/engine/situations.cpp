#include "tests/workflows/engine/situations.hpp"

#include <string>
#include <string_view>

namespace callwright::tests {
namespace {

using std::chrono::seconds;

constexpr std::string_view kEscalation = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant:
      id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11
      if_fails: { escalate: human }
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human:
    caller: { hold: { audio_url: "https://example.com/hold.mp3" } }
    steps: [ { ring: [ana, ben], order: sequence, tries: 2, gap: 5s } ]
    join: { mode: MODE }
)";

constexpr std::string_view kOutgoing = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
workflows:
  calls:
    match: { direction: outgoing }
    outgoing: { from: "+13125550100", voicemail: { leave_message: "Please call us back." } }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    limits: { destinations: ["+1*"] }
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human: { steps: [ { ring: [ana] } ] }
)";

CallScript with_mode(const std::string& mode) {
  std::string yaml(kEscalation);
  yaml.replace(yaml.find("MODE"), 4, mode);
  return CallScript(yaml);
}

void press(CallScript& call, std::string_view digit) {
  call.webhook("call.dtmf.received", 1, {{"digit", digit}});
}

void speech_heard(CallScript& call, int leg) {
  call.accept("speak", leg);
  call.webhook("call.speak.ended", leg, {{"status", "completed"}});
}

CallScript arriving() {
  auto call = with_mode("conversation");
  call.webhook("call.initiated", 0, {{"direction", "incoming"}});
  return call;
}

CallScript starting() {
  auto call = arriving();
  call.accept("answer");
  call.webhook("call.answered", 0);
  return call;
}

CallScript conversing(const std::string& mode = "conversation") {
  auto call = with_mode(mode);
  call.to_conversing();
  return call;
}

CallScript dialing() {
  auto call = conversing();
  call.tool("escalate_to_human");
  return call;
}

CallScript ringing(const std::string& mode = "conversation") {
  auto call = conversing(mode);
  call.tool("escalate_to_human");
  call.accept("dial", 1);
  return call;
}

CallScript ringing_without_assistant() {
  auto call = starting();
  call.refuse("ai_assistant_start", "10015");
  call.accept("dial", 1);
  speech_heard(call, 0);
  call.accept("playback_start", 0);
  return call;
}

CallScript answered() {
  auto call = ringing();
  call.webhook("call.answered", 1);
  return call;
}

CallScript screening(const std::string& mode = "conversation") {
  auto call = ringing(mode);
  call.answer_as_human(1);
  return call;
}

CallScript between_tries() {
  auto call = ringing();
  call.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  call.accept("dial", 2);
  call.webhook("call.hangup", 2, {{"hangup_cause", "timeout"}});
  return call;
}

CallScript briefing() {
  auto call = screening();
  press(call, "1");
  return call;
}

CallScript joining() {
  auto call = briefing();
  speech_heard(call, 1);
  return call;
}

CallScript joined() {
  auto call = joining();
  call.accept("ai_assistant_join");
  return call;
}

CallScript handing_over() {
  auto call = screening("bridge");
  press(call, "1");
  speech_heard(call, 1);
  return call;
}

CallScript bridging() {
  auto call = handing_over();
  call.accept("ai_assistant_stop");
  speech_heard(call, 0);
  return call;
}

CallScript bridged() {
  auto call = bridging();
  call.accept("bridge");
  call.webhook("call.bridged", 0);
  return call;
}

CallScript left() {
  auto call = joined();
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  return call;
}

CallScript saying_goodbye() {
  auto call = conversing();
  call.operate("hangup", R"({"say":"Goodbye."})");
  return call;
}

CallScript hanging_up() {
  auto call = saying_goodbye();
  speech_heard(call, 0);
  return call;
}

CallScript releasing() {
  auto call = screening();
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  return call;
}

CallScript ended() {
  auto call = conversing();
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  return call;
}

CallScript settled() {
  auto call = ended();
  call.pass(seconds{600});
  return call;
}

CallScript transferred() {
  auto call = conversing();
  call.webhook("call.bridged", 0);
  return call;
}

CallScript failed() {
  auto call = with_mode("conversation");
  call.webhook("call.initiated", 0, {{"direction", "incoming"}, {"to", "+19995550100"}});
  return call;
}

CallScript calling() {
  CallScript call(kOutgoing);
  input::StartRequested start{
      .request = 1, .workflow = "calls", .from = "+13125550100", .to = "+13125550199"};
  start.order = {.key = "order-1", .digest = "digest"};
  call.apply(Input{.at = call.now, .what = start});
  return call;
}

CallScript calling_rings() {
  auto call = calling();
  call.accept("dial");
  return call;
}

CallScript called_answers() {
  auto call = calling_rings();
  call.webhook("call.answered", 0);
  return call;
}

CallScript called_talks() {
  auto call = called_answers();
  call.webhook("call.machine.premium.detection.ended", 0, {{"result", "human_residence"}});
  call.accept("ai_assistant_start");
  call.webhook("call.conversation.created", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  return call;
}

CallScript machine_greets() {
  auto call = called_answers();
  call.webhook("call.machine.premium.detection.ended", 0, {{"result", "machine"}});
  return call;
}

CallScript machine_hears() {
  auto call = machine_greets();
  call.webhook("call.machine.premium.greeting.ended", 0, {{"result", "beep_detected"}});
  return call;
}

CallScript called_unknown() {
  auto call = calling();
  call.lose("dial");
  call.answer("list_active_calls", "null");
  return call;
}

}  // namespace

const std::vector<Situation>& situations() {
  static const std::vector<Situation> all = {
      {"answering: the call was offered, answer is on its way", arriving},
      {"starting: answered, the assistant is being started", starting},
      {"conversing: caller and assistant talk", [] { return conversing(); }},
      {"dialing: Ana's dial is on its way", dialing},
      {"ringing: Ana's phone rings", [] { return ringing(); }},
      {"ringing without an assistant: the caller hears the hold audio", ringing_without_assistant},
      {"between two tries: nobody answered, the gap runs", between_tries},
      {"answered: Ana's phone was answered, no verdict yet", answered},
      {"screening: Ana is asked to accept", [] { return screening(); }},
      {"briefing: Ana has accepted and is briefed", briefing},
      {"joining: ai_assistant_join is on its way", joining},
      {"joined: Ana is in the conversation", joined},
      {"left: Ana has left the conversation", left},
      {"handing over: the caller hears that Ana comes, the bridge follows", handing_over},
      {"bridging: bridge is on its way", bridging},
      {"bridged: caller and Ana are bridged", bridged},
      {"saying goodbye: the last speech to the caller", saying_goodbye},
      {"hanging up: hangup of the caller is on its way", hanging_up},
      {"releasing: the caller is gone, Ana hears why", releasing},
      {"ended: insights are awaited", ended},
      {"settled: nothing is awaited", settled},
      {"transferred: somebody else has the caller", transferred},
      {"failed: no workflow takes the call", failed},
      {"calling: our dial is on its way", calling},
      {"calling and ringing: their phone rings", calling_rings},
      {"calling unseen: nobody knows whether it was dialled", called_unknown},
      {"called: their phone was answered, no verdict yet", called_answers},
      {"called and talking: the person talks to the assistant", called_talks},
      {"called a machine: the end of its greeting is waited for", machine_greets},
      {"leaving a message: a machine hears it", machine_hears},
  };
  return all;
}

}  // namespace callwright::tests
